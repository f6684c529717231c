// @ts-check
// The panel of several lines: which, what shall be set, what that would change, what colleagues did meanwhile.
import { h } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { field as labelled } from "./asking.js";
import { control } from "./edit/fields.js";

/** @typedef {{key: string, code: string, class_label: string, state: string, length_m: number, geometry: any, values: Record<string, any>}} Line */
/** @typedef {import("./edit/fields.js").Field} Field */

const MOST_LISTED = 6;
const MOST_VALUES = 3;

/** @param {string} text @param {() => any} click @param {string} [look] */
const button = (text, click, look = "") => h("button", { type: "button", class: `button ${look}`, on: { click } }, text);

/** @param {Line[]} lines @param {(key: string) => void} remove @param {() => void} clear */
export function chosenList(lines, remove, clear) {
  const one = (/** @type {Line} */ { key, code, class_label: label }) => h("li", {}, h("span", {}, code), h("span", { class: "low" }, label),
    h("button", { type: "button", class: "close", "aria-label": t("Take {code} off", { code }), on: { click: () => remove(key) } }, "×"));
  const more = lines.length - MOST_LISTED;
  return h("section", {}, h("ul", { class: "answer-rows" }, lines.slice(0, MOST_LISTED).map(one)),
    more > 0 ? h("p", { class: "low" }, t("and {n} more", { n: more })) : null, button(t("Choose none"), clear, "small"));
}

/** The first of them by name. @param {Line[]} lines */
export function codes(lines) {
  const more = lines.length - MOST_LISTED;
  return h("p", { class: "low" }, [...lines.slice(0, MOST_LISTED).map(({ code }) => code), more > 0 ? t("and {n} more", { n: more }) : ""].filter(Boolean).join(" · "));
}

/** The words of a value. @param {Field} field @param {any} value */
function worded(field, value) {
  const text = String(value ?? "");
  return (field.choices || []).find(([code]) => code === text)?.[1] || text || "—";
}

/** What the lines hold now, the most common first. @param {Field} field @param {Line[]} lines */
export function heldNow(field, lines) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { values } of lines) {
    const word = worded(field, values[field.name]);
    counts.set(word, (counts.get(word) || 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, MOST_VALUES).map(([word, n]) => (sorted.length > 1 ? `${word} × ${n}` : word));
  return [...shown, sorted.length > MOST_VALUES ? "…" : ""].filter(Boolean).join(" · ");
}

/** Only what is ticked is set. @param {Field[]} fields @param {Line[]} lines @param {(values: Record<string, string>) => void} preview */
export function attributesForm(fields, lines, preview) {
  const rows = fields.map((field) => {
    const input = control({ ...field, required: false }, "");
    input.disabled = true;
    input.setAttribute("aria-label", field.label);
    const tick = h("input", { type: "checkbox", on: { change: () => ((input.disabled = !tick.checked), tick.checked && input.focus()) } });
    return h("div", { class: "several-field" }, h("label", { class: "tick" }, tick, field.label), input, h("small", { class: "low" }, t("now: {values}", { values: heldNow(field, lines) })));
  });
  const form = h("form", { class: "several-form" }, h("h3", {}, t("Set for all of them")), h("p", { class: "low" }, t("Tick what is to be set; left empty it is cleared.")), rows,
    h("div", { class: "answer-buttons" }, h("button", { class: "button primary" }, t("See what would change"))), h("p", { class: "foreseen", role: "status" }));
  // What was foreseen holds for what was asked then.
  form.addEventListener("input", () => form.querySelector(".foreseen")?.replaceChildren());
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const set = [...form.querySelectorAll("[name]:not(:disabled)")].map((/** @type {any} */ each) => [each.name, each.value]);
    preview(Object.fromEntries(set));
  });
  return form;
}

/** @param {{lines: number, changed: number, by_attribute: Record<string, number>}} told @param {Field[]} fields @param {() => void} change */
export function foreseen({ lines, changed, by_attribute: by }, fields, change) {
  const each = Object.entries(by).map(([name, n]) => h("li", {}, h("span", {}, fields.find((field) => field.name === name)?.label || name), h("b", {}, t("{n} of {of}", { n, of: lines }))));
  return h("div", { class: "foreseen", role: "status" }, each.length ? h("ul", { class: "answer-rows" }, each) : t("Say first what is to be set."),
    each.length && !changed ? h("p", {}, t("All of them have it so already.")) : null,
    changed ? h("div", { class: "answer-buttons" }, button(t("Change them ({n})", { n: changed }), change, "primary")) : null);
}

/** @param {(told: {ended_on: string, reason: string}) => void} end */
export function endForm(end) {
  const today = new Date().toLocaleDateString("sv-SE");
  const form = h("form", {}, h("p", { class: "low" }, t("They disappear from the map and stay on record with their last day.")),
    labelled(t("Last day"), h("input", { type: "date", name: "ended_on", value: today, max: today, required: true })),
    labelled(t("Reason"), h("input", { name: "reason", maxlength: 400 })),
    h("div", { class: "answer-buttons" }, h("button", { class: "button danger" }, t("End them all"))));
  form.addEventListener("submit", (/** @type {Event} */ event) => (event.preventDefault(), end(/** @type {any} */ (Object.fromEntries(/** @type {any} */ (new FormData(form)).entries())))));
  return h("details", { class: "folded" }, h("summary", {}, t("End them")), form);
}

/** @param {number} n @param {string} act @param {() => void} undo */
export function doneNote(n, act, undo) {
  return h("section", { class: "several-note good", role: "status" }, h("p", {}, act === "end" ? t("Lines ended: {n}", { n }) : t("Lines changed: {n}", { n })), button(t("Take it back"), undo));
}

/** @param {Line[]} stale @param {(Line | undefined)[]} before @param {string[]} lost codes @param {Field[]} fields @param {() => void} leave */
export function staleNote(stale, before, lost, fields, leave) {
  const differs = (/** @type {Line} */ line, /** @type {number} */ i) => fields.filter(({ name }) => String(line.values[name] ?? "") !== String(before[i]?.values[name] ?? ""))
    .map((field) => `${field.label}: ${worded(field, before[i]?.values[field.name])} → ${worded(field, line.values[field.name])}`).join("; ");
  return h("section", { class: "several-note bad", role: "alert" }, h("p", {}, t("Colleagues were faster; nothing was recorded.")),
    h("ul", {}, stale.map((line, i) => h("li", {}, h("b", {}, line.code), " ", differs(line, i) || t("its route or other details"))), lost.map((code) => h("li", {}, h("b", {}, code), " ", t("ended or no longer yours: left out")))),
    stale.length ? h("p", { class: "low" }, t("The list has them as they are now; see again what would change, or leave them out.")) : null,
    stale.length ? button(t("Leave these out"), leave) : null);
}
