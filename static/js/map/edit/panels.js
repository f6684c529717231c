// @ts-check
// The panel beside the map: what may be drawn, what is in hand, what else can be done with it.
import { h } from "../../lib/elements.js";
import { language, t } from "../../lib/messages.js";
import { area, joined, length } from "../../lib/format.js";
import { askEnd, askUndo } from "./acts.js";
import { measured } from "./measure.js";

/** @param {string} title @param {string} below @param {() => void} close */
export function head(title, below, close) {
  const button = h("button", { type: "button", class: "close", "aria-label": t("Stop drawing"), on: { click: close } }, "×");
  return h("header", { class: "card-head" }, h("div", {}, h("h2", { tabindex: "-1" }, title), below ? h("p", { class: "low" }, below) : null), button);
}

/** @param {string} text @param {() => void} click */
const button = (text, click) => h("button", { type: "button", class: "button", on: { click } }, text);

/** A button for each kind of thing. @param {any[]} kinds @param {(kind: string, family: "area" | "line") => void} begin */
export function kindButtons(kinds, begin) {
  const name = (/** @type {any} */ form, /** @type {string} */ family) => (form.families.length > 1 ? `${form.label} · ${family === "area" ? t("area") : t("line")}` : form.label);
  return h("div", { class: "edit-kinds" }, kinds.flatMap((form) => form.families.map((/** @type {"area" | "line"} */ family) => button(name(form, family), () => begin(form.kind, family)))));
}

/** @param {import("./drafts.js").Draft[]} drafts @param {(draft: any) => void} go @param {(draft: any) => void} drop */
export function draftList(drafts, go, drop) {
  if (!drafts.length) return null;
  const line = (/** @type {import("./drafts.js").Draft} */ draft) => h("li", {}, button(draft.title, () => go(draft)),
    h("small", { class: "low" }, when(draft.at)), h("button", { type: "button", class: "close", "aria-label": t("Throw away"), on: { click: () => drop(draft) } }, "×"));
  return h("section", {}, h("h3", {}, t("Not yet saved")), h("ul", { class: "edit-drafts" }, drafts.map(line)));
}

/** @param {number} at */
export const when = (at) => new Date(at).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });

/** @param {any} last */
export const who = (last) => (last ? [last.organisation, last.who, last.at].filter(Boolean).join(" · ") : "");

/** Area and outline, or length. @param {any} geometry */
export function size(geometry) {
  const { area: m2, length: metres } = measured(geometry);
  const long = metres < 1000 ? `${metres.toFixed(1)} m` : joined(length(metres));
  if (m2 === null) return long;
  const wide = m2 < 100000 ? `${Math.round(m2).toLocaleString("en-US")} m²` : joined(area(m2, language));
  return `${wide} · ${t("outline {length}", { length: long })}`;
}

/**
 * What else can be done with an object on record.
 * @param {any} record @param {any} can @param {{split: () => void, merge: () => void, undone: (answer: any) => Promise<void>} & import("./acts.js").Outcomes} acts
 */
export function more(record, can, { split, merge, undone, ...outcomes }) {
  return h("div", { class: "edit-more" },
    record.undo ? button(t("Take my last change back"), () => askUndo(record.undo, undone)) : null,
    can.split ? button(t("Cut in two"), split) : null,
    can.merge ? button(t("Join with a neighbour"), merge) : null,
    button(t("End it"), () => askEnd(record, outcomes)));
}

/**
 * The form of the object in hand.
 * @param {{isNew: boolean, fields: any, why: any, corners: any, begin: () => void, discard: () => void, save: () => void}} parts
 */
export function form({ isNew, fields, why, corners, begin, discard, save }) {
  const hint = isNew ? t("Click corner after corner; double-click ends.") : t("Drag a corner; drag the middle of a side for a new one; right-click takes a corner away.");
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), save());
  return [
    h("p", { class: "low edit-hint" }, hint), isNew ? button(t("Begin in the middle of the map"), begin) : null,
    h("form", { class: "edit-form", on: { submit } }, fields, corners, why,
      h("div", { class: "edit-actions" }, button(t("Discard"), discard), h("button", { class: "button primary" }, t("Save")))),
  ];
}
