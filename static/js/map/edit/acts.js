// @ts-check
// What else can be done with an object: end it, cut it in two, join it with its neighbour, take the last change back.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { RequestFailed, getJson, post } from "../api.js";
import { ask, field } from "../asking.js";
import { fieldset } from "./fields.js";
import { lengthM } from "./measure.js";

export const number = () => crypto.randomUUID?.() || [8, 4, 4, 4, 12].map(hex).join("-");
/** @param {number} digits */
const hex = (digits) => [...crypto.getRandomValues(new Uint8Array(digits))].map((each) => (each % 16).toString(16)).join("");

/** @param {{kind: string, key: string}} object @param {string} act */
export const address = ({ kind, key }, act) => `/map/edit/${kind}/${encodeURIComponent(key)}/${act}/`;

/** @param {FormData} data */
const plain = (data) => Object.fromEntries(/** @type {any} */ (data).entries());

/**
 * Sends an act on an object; where a colleague was faster, the editor shows both versions instead of the question.
 * @param {Promise<any>} sent @param {(answer: any) => void} done @param {(failed: RequestFailed) => void} stale
 */
async function acted(sent, done, stale) {
  try {
    done(await sent);
  } catch (failed) {
    if (!(failed instanceof RequestFailed) || !failed.where?.theirs) throw failed;
    stale(failed);
  }
}

/** @typedef {{done: (answer: any) => void, stale: (failed: RequestFailed) => void}} Outcomes */

/** @param {any} record @param {Outcomes} outcomes */
export function askEnd(record, { done, stale }) {
  const request = number();
  const today = new Date().toLocaleDateString("sv-SE");
  ask({
    title: t("End {title}?", { title: record.title }),
    body: [
      h("p", { class: "low" }, t("It disappears from the map and stays on record with its day.")),
      record.kind === "barrier" ? null : field(t("Last day"), h("input", { type: "date", name: "ended_on", value: today, max: today, required: true })),
      field(t("Reason"), h("input", { name: "reason", maxlength: 400 })),
    ],
    action: t("End it"),
    danger: true,
    send: (data) => acted(post(address(record, "end"), { request, state: record.state, ...plain(data) }), done, stale),
  });
}

/** @param {string} undone @param {(answer: any) => any} done */
export function askUndo(undone, done) {
  const request = number();
  ask({
    title: t("Take your last change back?"),
    body: [h("p", { class: "low" }, t("What was before is restored as a new entry of the history."))],
    action: t("Take it back"),
    send: async () => await done(await post("/map/edit/undo/", { request, undone })),
  });
}

/** The cut is drawn; the new part gets its name. @param {any} record @param {any} form @param {any} cut @param {Outcomes} outcomes */
export function askSplit(record, form, cut, { done, stale }) {
  const request = number();
  const isLine = record.kind === "segment";
  const fields = isLine ? [] : form.fields;
  ask({
    title: t("Cut {title} in two?", { title: record.title }),
    body: [
      h("p", { class: "low" }, isLine ? t("The second half becomes a line of its own with the same rights.")
        : t("The larger part keeps code, stages and findings. Figures of the new part are taken off the old.")),
      isLine ? field(t("Code of the new part"), h("input", { name: "code", maxlength: 60 }), t("Left empty, one is made.")) : fieldset(fields, {}),
    ],
    action: t("Cut"),
    send: (data) => acted(post(address(record, "split"), { request, state: record.state, values: plain(data), ...cut }), done, stale),
  });
}

const TOUCHING_M = 0.05;

/** Which shapes around may be joined with this one. @param {any} record @param {any[]} shapes */
export function joinable(record, shapes) {
  const alike = shapes.filter((each) => each.kind === record.kind);
  if (record.kind !== "segment") return alike;
  const ends = (/** @type {any} */ { coordinates }) => [coordinates[0], coordinates[coordinates.length - 1]];
  return alike.filter(({ geometry }) => geometry.type === "LineString"
    && ends(geometry).some((a) => ends(record.geometry).some((b) => lengthM([a, b]) <= TOUCHING_M)));
}

/** @param {any} record @param {any[]} shapes around @param {(key: string) => string | undefined} titles @param {Outcomes} outcomes */
export function askMerge(record, shapes, titles, { done, stale }) {
  const request = number();
  const others = joinable(record, shapes).map(({ key }) => h("option", { value: key }, titles(key) || key));
  ask({
    title: t("Join {title} with a neighbour?", { title: record.title }),
    body: [
      h("p", { class: "low" }, t("{title} keeps its code. The other ends today and stays on record.", { title: record.title })),
      others.length ? field(t("Neighbour"), h("select", { name: "other", required: true }, others)) : h("p", { class: "problem" }, t("Nothing adjoins in this part of the map.")),
      field(t("Reason"), h("input", { name: "reason", maxlength: 400 })),
    ],
    action: t("Join"),
    send: async (data) => {
      const { other, reason } = plain(data);
      if (!other) return;
      const { state } = await getJson(`/map/edit/${record.kind}/${encodeURIComponent(other)}.json`);
      await acted(post(address(record, "merge"), { request, state: record.state, other, other_state: state, reason }), done, stale);
    },
  });
}
