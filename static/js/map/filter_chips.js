// @ts-check
// What of the filter is set, as chips over the map, each with a cross.
import { h, keepFocus, replace } from "../lib/elements.js";
import { FILTER_FIELDS } from "../lib/filter.js";
import { compounds, t } from "../lib/messages.js";
import { groups, isActive, told, without } from "./filter_fields.js";

/** @type {any} */
let installed = null;

/** @param {any} page */
export function install(page) {
  installed ??= new FilterChips(page);
  return installed;
}

/** Linked once, however it is come to. */
export function linkStyles() {
  const href = new URL("../../css/filter.css", import.meta.url).href;
  if (!document.head.querySelector(`link[href="${href}"]`)) document.head.append(h("link", { rel: "stylesheet", href }));
}

class FilterChips {
  /** @param {any} page */
  constructor(page) {
    linkStyles();
    this.page = page;
    this.fields = groups().flatMap((group) => group.fields);
    this.root = h("div", { class: "filter-chips", role: "group", "aria-label": t("Filters set"), hidden: true });
    document.querySelector(".over-map")?.append(this.root);
    page.state.follow(Object.keys(FILTER_FIELDS), () => this.draw());
    page.summary.addEventListener("change", () => this.draw());
  }

  draw() {
    const { state, summary } = this.page;
    const active = this.fields.filter((field) => isActive(field, state.view));
    this.root.hidden = !active.length;
    const n = summary.answer?.totals.compounds;
    keepFocus(this.root, () => replace(this.root,
      n === undefined ? null : h("span", { class: "chip-count", role: "status" }, compounds(n)),
      active.map((field) => this.#chip(field)),
      active.length > 1 ? h("button", { type: "button", class: "chip-clear", data: { key: "clear" }, on: { click: () => this.#clear(this.fields) } }, t("Clear all")) : null));
  }

  /** @param {import("./filter_fields.js").Field} field */
  #chip(field) {
    const text = `${field.title}: ${told(field, this.page.state.view)}`;
    return h("span", { class: "filter-chip" }, h("span", { class: "chip-text", title: text }, text),
      h("button", { type: "button", "aria-label": t("Without: {filter}", { filter: text }), data: { key: `chip:${field.names[0]}` }, on: { click: () => this.#clear([field]) } }, "×"));
  }

  /** @param {import("./filter_fields.js").Field[]} fields */
  #clear(fields) {
    this.page.state.set(without(fields, this.page.state.view), { push: true });
    if (!this.root.contains(document.activeElement)) (this.root.querySelector("button") || this.page.map.getContainer()).focus();
  }
}
