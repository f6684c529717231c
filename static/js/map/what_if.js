// @ts-check
// What if the gap were another, or a barrier no barrier: weighed on the map, never frozen.
import { h, keepFocus, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";

const MOST_GAP_M = 500;

/** Barriers to choose from: those in the way now, and those already ignored. @param {Place[]} inTheWay @param {Place[]} ignored */
export function choices(inTheWay, ignored) {
  const all = new Map([...ignored, ...inTheWay].map((each) => [each.code, each]));
  return [...all.values()].sort((a, b) => a.code.localeCompare(b.code));
}

/** What the form supposes, or null where it supposes nothing. @param {string} gap @param {string[]} ignore @param {string} because @returns {Supposition | null} */
export function supposition(gap, ignore, because) {
  if (!gap.trim() && !ignore.length) return null;
  // The address holds centimetres.
  return { gap_m: gap.trim() ? Math.round(Number(gap) * 100) / 100 : null, ignore, because: because.trim() };
}

/** @param {any} page */
export const install = (page) => new WhatIf(page);

/** A part of the selection panel; closing it ends the supposition. */
class WhatIf {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.isOpen = false;
    /** What is ticked. @type {Set<string>} */
    this.ticked = new Set();
    this.#build();
    page.selection.addEventListener("weighed", () => this.isOpen && this.#draw());
    page.state.follow(["gap_m", "ignore", "because"], () => this.#fill());
  }

  /** A supposition came with the address: told where the selection is. */
  async resume() {
    await this.page.showChoice();
    if (this.isOpen) return;
    this.isOpen = true;
    this.page.basket.note = this.root;
    this.page.basket.draw();
    this.#draw();
  }

  open() {
    if (!this.page.basket) return this.page.notices.say(t("First select some compounds."), "bad");
    this.isOpen = true;
    this.page.basket.note = this.root;
    this.page.showTask("basket");
    this.#draw();
    this.page.basket.draw();
    this.gap.focus();
  }

  close() {
    const { page } = this;
    this.isOpen = false;
    page.basket.note = null;
    page.selection.suppose(null);
    this.#fill();
    page.basket.draw();
    page.toolList?.mark();
  }

  #build() {
    this.gap = h("input", { type: "number", min: "0", max: String(MOST_GAP_M), step: "any", name: "gap", data: { key: "what-if:gap" } });
    this.because = h("textarea", { rows: "2", maxlength: "400", name: "because", data: { key: "what-if:because" } });
    this.barriers = h("fieldset", {});
    this.verdict = h("p", { class: "supposed-mark", role: "status" });
    const end = h("button", { type: "button", class: "button", data: { key: "what-if:end" }, on: { click: () => this.close() } }, t("End the supposition"));
    this.form = h("form", { class: "what-if", "aria-label": t("What if"), on: { submit: (/** @type {Event} */ event) => this.#try(event) } },
      h("h3", {}, t("What if")), this.verdict,
      h("label", {}, h("span", {}, t("Largest gap (m)")), this.gap), this.barriers,
      h("label", {}, h("span", {}, t("Why a barrier may be ignored")), this.because),
      h("div", { class: "dialog-actions" }, h("button", { class: "button primary", data: { key: "what-if:try" } }, t("Try it")), end));
    this.root = this.form;
  }

  /** The form says what the address supposes. */
  #fill() {
    const { gap_m: gap, ignore, because } = this.page.state.view;
    this.gap.value = gap ?? "";
    this.because.value = because;
    this.ticked = new Set(ignore);
    if (this.isOpen) this.#draw();
  }

  #draw() {
    const { selection } = this.page;
    const { weighed, supposed } = selection;
    const told = weighed?.supposed;
    this.gap.placeholder = told ? "" : t("as the county has it");
    this.verdict.hidden = !supposed;
    this.verdict.textContent = supposed && told ? t("Supposed, cannot be frozen: gap {gap} m, {n} barriers ignored", { gap: told.gap_m, n: told.ignored.length }) : "";
    const all = choices(weighed?.barriers || [], told?.ignored || []);
    keepFocus(this.barriers, () => replace(this.barriers, h("legend", {}, t("Barriers to ignore")),
      all.length ? all.map((each) => this.#box(each)) : h("p", { class: "low" }, t("No barrier stands in the way of this selection."))));
    this.#require();
  }

  /** @param {Place} each */
  #box(each) {
    const mark = (/** @type {any} */ event) => {
      event.target.checked ? this.ticked.add(each.code) : this.ticked.delete(each.code);
      this.#require();
    };
    return h("label", { class: "tick" }, h("input", { type: "checkbox", name: "ignore", value: each.code, checked: this.ticked.has(each.code), data: { key: `what-if:${each.code}` }, on: { change: mark } }), each.name);
  }

  get #ignored() {
    return [...this.barriers.querySelectorAll("input:checked")].map((box) => box.value);
  }

  #require() {
    this.because.required = this.#ignored.length > 0;
  }

  /** @param {Event} event */
  #try(event) {
    event.preventDefault();
    this.page.selection.suppose(supposition(this.gap.value, this.#ignored, this.because.value));
  }
}
