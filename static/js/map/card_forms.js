// @ts-check
// The forms of a compound's card: the next stage, a finding with evidence, publication.
import { h, replace } from "../lib/elements.js";
import { boot, label, t } from "../lib/messages.js";
import { RequestFailed } from "./api.js";
import { field } from "./asking.js";
import { reason } from "./notices.js";

/** @typedef {(data: FormData) => Promise<void>} Send */

/** @param {HTMLFormElement} form @param {HTMLElement} problem @param {unknown} failed */
function show(form, problem, failed) {
  const fields = failed instanceof RequestFailed ? failed.fields : {};
  let general = Object.keys(fields).length ? "" : reason(failed);
  for (const [name, texts] of Object.entries(fields)) {
    const control = form.elements.namedItem(name);
    if (control && "setAttribute" in control) control.setAttribute("aria-invalid", "true");
    general = [general, texts.join(" ")].filter(Boolean).join(" ");
  }
  replace(problem, general);
  problem.hidden = false;
}

/** @param {string} title @param {any[]} body @param {string} action @param {Send} send */
function folded(title, body, action, send) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const submit = h("button", { class: "button primary wide" }, action);
  const form = h("form", {}, body, problem, submit);
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.hidden = true;
    form.querySelectorAll("[aria-invalid]").forEach((/** @type {Element} */ each) => each.removeAttribute("aria-invalid"));
    try {
      await send(new FormData(form));
    } catch (failed) {
      show(form, problem, failed);
    } finally {
      submit.disabled = false;
    }
  });
  return h("details", { class: "folded" }, h("summary", {}, title), form);
}

/** @param {string} name @param {Entry[]} entries @param {string} first @param {any} [props] */
function choice(name, entries, first, props = {}) {
  return h("select", { name, ...props }, first ? h("option", { value: "" }, first) : null, entries.map((each) => h("option", { value: each.code }, each.label)));
}

/** A random UUID; `randomUUID` is missing where an office serves plain HTTP. */
function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const today = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);

/** @param {any} next code, or {code, label} @param {Send} send */
export function stageForm(next, send) {
  const code = typeof next === "string" ? next : next.code;
  const name = typeof next === "string" ? label("stages", next) : next.label;
  const day = (/** @type {string} */ id) => h("input", { type: "date", name: id, max: today() });
  const codes = ["", ...(boot.vocabulary.stages || []).map((each) => each.code)];
  const evidence = h("textarea", { name: "evidence", maxlength: 400, required: true });
  return folded(t("Record the next stage: {stage}", { stage: name }), [
    h("input", { type: "hidden", name: "stage", value: code }),
    h("input", { type: "hidden", name: "expected_stage", value: codes[codes.indexOf(code) - 1] || "" }),
    h("input", { type: "hidden", name: "nonce", value: nonce() }),
    h("div", { class: "pair" }, field(t("From"), day("effective_from")), field(t("To"), day("effective_to"))),
    h("p", { class: "low" }, t("The same day twice when it is exact; leave open what is not known and say why.")),
    field(t("Why the date is open"), choice("unknown_reason", boot.vocabulary.unknown_reasons || [], t("Date is known"))),
    field(t("Evidence"), evidence, t("The document, report or visit it rests on.")),
  ], t("Record"), send);
}

/** @param {Card["eligibility"]} eligibility @param {Send} send */
export function findingForm(eligibility, send) {
  const judged = new Set((boot.vocabulary.criteria || []).map((each) => each.code));
  const criteria = (eligibility?.reasons || []).filter((each) => judged.has(each.criterion)).map((each) => ({ code: each.criterion, label: each.label }));
  const answers = [["yes", t("Yes")], ["no", t("No")], ["open", t("Not yet judged")]];
  const radios = answers.map(([value, text], i) => h("label", {}, h("input", { type: "radio", name: "answer", value, checked: i === 0 }), text));
  return folded(t("Judge a finding"), [
    field(t("Finding"), choice("criterion", criteria.length ? criteria : boot.vocabulary.criteria || [], "", { required: true })),
    h("fieldset", { class: "triple" }, h("legend", { class: "visually-hidden" }, t("Answer")), radios),
    field(t("Evidence"), h("textarea", { name: "evidence", required: true, maxlength: 400 }), t("Survey sheet, photograph, document number: what the answer rests on.")),
  ], t("Record"), send);
}

/** @param {Send} send */
export function publishButton(send) {
  return folded(t("Publish"), [h("p", { class: "low" }, t("Boundary, name and stage become visible to everybody. This cannot be taken back."))], t("Publish"), send);
}
