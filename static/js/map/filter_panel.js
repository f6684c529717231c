// @ts-check
// Every field of the filter, by topic, beside the map.
import { h, replace } from "../lib/elements.js";
import { FILTER_FIELDS } from "../lib/filter.js";
import { compounds, t } from "../lib/messages.js";
import { install as installChips, linkStyles } from "./filter_chips.js";
import { chosen, groups, isActive, told, without } from "./filter_fields.js";

/** @typedef {import("./filter_fields.js").Field} Field */

// A text is asked for once the typing rests; a list longer than this can be searched.
const PATIENCE_MS = 350;
const LONG = 12;

/** @param {any} page */
export function install(page) {
  linkStyles();
  installChips(page);
  return new FilterPanel(page);
}

class FilterPanel {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.isOpen = false;
    this.groups = groups();
    this.fields = this.groups.flatMap((group) => group.fields);
    /** @type {(() => void)[]} bring the controls to the view */
    this.drawn = [];
    /** Typed and not yet asked for. @type {Record<string, any>} */
    this.typed = {};
    this.timer = 0;
    this.matching = h("p", { class: "filter-count", role: "status" });
    this.clear = h("button", { type: "button", class: "button", on: { click: () => this.#clearAll() } }, t("Clear all"));
    this.root = this.#panel();
    this.area = /** @type {HTMLElement} */ (document.querySelector(".map-area"));
    this.area.append(this.root);
    page.state.follow(Object.keys(FILTER_FIELDS), () => this.#draw());
    page.summary.addEventListener("change", () => this.#count());
    this.#count();
  }

  /** @returns {Record<string, any>} */
  get view() {
    return this.page.state.view;
  }

  open() {
    this.isOpen = true;
    this.root.hidden = false;
    this.area.classList.add("has-filter");
    this.root.querySelector("input").focus();
  }

  close() {
    this.isOpen = false;
    this.root.hidden = true;
    this.area.classList.remove("has-filter");
    this.page.toolList?.mark();
    this.page.toolList?.button("filter")?.focus();
  }

  #panel() {
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close the filter"), on: { click: () => this.close() } }, "×");
    const escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && (event.stopPropagation(), this.close());
    return h("section", { class: "filter-panel", role: "dialog", "aria-label": t("Filter"), hidden: true, on: { keydown: escape } },
      h("header", {}, h("h2", {}, t("Filter")), close),
      h("div", { class: "filter-scroll" }, this.groups.map(({ title, fields }) => h("fieldset", {}, h("legend", {}, title), fields.map((field) => this.#field(field))))),
      h("footer", {}, this.matching, this.clear,
        h("button", { type: "button", class: "button primary", on: { click: () => this.close() } }, t("Show on the map"))));
  }

  /** @param {Record<string, any>} patch */
  #set(patch) {
    clearTimeout(this.timer);
    const typed = this.typed;
    this.typed = {};
    this.page.state.set({ ...typed, ...patch });
  }

  #clearAll() {
    this.#set(without(this.fields, this.view));
    /** @type {HTMLElement} */ (this.root.querySelector("input")).focus();
    this.#draw();
  }

  /** @param {Field} field */
  #field(field) {
    if (field.kind === "codes") return this.#codes(field);
    return field.kind === "range" ? this.#range(field) : this.#text(field);
  }

  /** @param {Field} field */
  #text({ title, names: [name] }) {
    const input = h("input", { type: "search", name, maxlength: 60, autocomplete: "off", on: { input: () => this.#typed({ [name]: input.value.trim() }) } });
    this.#follows(input, name);
    return h("label", { class: "filter-field" }, h("span", {}, title), input);
  }

  /** @param {Field} field */
  #range({ title, names, unit }) {
    const ends = [t("from"), t("to")].map((word, i) => {
      const read = () => (/^\d{1,12}(\.\d{1,2})?$/.test(input.value) ? Number(input.value) : null);
      const input = h("input", { type: "number", name: names[i], min: 0, "aria-label": `${title} ${word}`, placeholder: word, on: { input: () => this.#typed({ [names[i]]: read() }) } });
      this.#follows(input, names[i]);
      return input;
    });
    return h("div", { class: "filter-field", role: "group", "aria-label": title }, h("span", {}, unit ? `${title} (${unit})` : title), h("div", { class: "filter-range" }, ends[0], "–", ends[1]));
  }

  /** What is being typed stays. @param {HTMLInputElement} input @param {string} name */
  #follows(input, name) {
    this.drawn.push(() => {
      if (document.activeElement !== input && !(name in this.typed)) input.value = String(this.view[name] ?? "");
    });
  }

  /** @param {Field} field */
  #codes(field) {
    const { title, names: [name], options = [] } = field;
    const lines = options.map(({ code, label }) => {
      const box = h("input", { type: "checkbox", name, value: code, on: { change: () => this.#set({ [name]: chosen(this.view[name], code, box.checked) }) } });
      this.drawn.push(() => (box.checked = this.view[name].includes(code)));
      return h("label", { class: "tick" }, box, h("span", {}, label));
    });
    const said = h("small", {});
    const body = h("details", { class: "filter-codes" }, h("summary", {}, h("span", {}, title), said), options.length > LONG ? this.#finder(title, lines) : null, h("div", { class: "filter-options" }, lines));
    this.drawn.push(() => {
      const isSet = isActive(field, this.view);
      replace(said, isSet ? told(field, this.view) : t("All"));
      body.classList.toggle("is-set", isSet);
    });
    return body;
  }

  /** Finds among many. @param {string} title @param {HTMLElement[]} lines */
  #finder(title, lines) {
    const find = (/** @type {any} */ { target }) => lines.forEach((line) => (line.hidden = !(line.textContent || "").toLowerCase().includes(target.value.trim().toLowerCase())));
    return h("input", { type: "search", "aria-label": t("Find in: {title}", { title }), placeholder: t("Find"), on: { input: find } });
  }

  /** @param {Record<string, any>} patch */
  #typed(patch) {
    clearTimeout(this.timer);
    Object.assign(this.typed, patch);
    this.timer = Number(setTimeout(() => this.#set({}), PATIENCE_MS));
  }

  #draw() {
    for (const draw of this.drawn) draw();
    this.clear.disabled = !this.fields.some((field) => isActive(field, this.view));
  }

  #count() {
    const n = this.page.summary.answer?.totals.compounds;
    replace(this.matching, n === undefined ? "" : t("{compounds} match", { compounds: compounds(n) }));
  }
}
