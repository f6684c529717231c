// @ts-check
// Where a compound goes, asked in words: for the keyboard, the phone, and wherever a reason is needed.

import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { title } from "./draw.js";
import { adjusted, cell, columns, mayGo } from "./plans.js";

/** @typedef {import("./plans.js").Board} Board */
/** @typedef {import("./plans.js").Card} Card */
/** @typedef {{year: number | null, before: string, reason: string}} Wish */

const END = "";
const asText = (/** @type {number | null} */ year) => (year === null ? "none" : String(year));

export class MoveDialog {
  /** @param {(card: Card, wish: Wish) => void} onMove */
  constructor(onMove) {
    this.onMove = onMove;
    this.box = h("dialog", { class: "move-dialog", "aria-labelledby": "move-title" });
    document.body.append(this.box);
  }

  /** @param {Board} board @param {Card} card @param {{year?: number | null, before?: string}} [wish] */
  open(board, card, wish = {}) {
    this.board = board;
    this.card = card;
    const years = columns(board).filter((year) => mayGo(board, card, year));
    const chosen = wish.year !== undefined ? wish.year : card.year;
    this.year = h("select", { id: "move-year", on: { change: () => this.fill() } }, years.map((year) => h("option", { value: asText(year) }, title(year))));
    this.year.value = asText(years.includes(chosen) ? chosen : years[0]);
    this.place = h("select", { id: "move-place" });
    this.reason = h("input", { id: "move-reason", maxlength: 400 });
    this.reasonField = h("div", { class: "field" }, h("label", { for: "move-reason" }, t("Why the adopted plan is adjusted")), this.reason);
    this.placeField = h("div", { class: "field" }, h("label", { for: "move-place" }, t("Place in the order")), this.place);
    this.box.replaceChildren(this.form(card, years.length > 0));
    this.fill(wish.before);
    this.box.showModal();
  }

  /** @param {Card} card @param {boolean} movable */
  form(card, movable) {
    const cancel = h("button", { type: "button", class: "button", on: { click: () => this.box.close() } }, t("Cancel"));
    const fixed = h("p", { class: "caution" }, card.is_fixed ? t("Tendered already or further: its plan year stays.") : t("This compound is not yours to move."));
    const links = h("p", {}, h("a", { href: card.url }, t("Compound page")), " · ", h("a", { href: `/?compound=${encodeURIComponent(card.code)}` }, t("On the map")));
    const together = card.bundle ? h("p", { class: "caution" }, t("Frozen in bundle {number} of {year}: it changes its year with the whole bundle only.", card.bundle)) : null;
    const fields = [h("div", { class: "field" }, h("label", { for: "move-year" }, t("Year")), this.year), this.placeField, this.reasonField, together];
    const act = h("div", { class: "act" }, movable ? h("button", { class: "button primary" }, t("Move")) : null, cancel);
    return h("form", { method: "dialog", on: { submit: (/** @type {Event} */ event) => this.send(event) } }, h("h2", { id: "move-title" }, card.name), links, movable ? fields : fixed, act);
  }

  get wished() {
    return this.year.value === "none" ? null : Number(this.year.value);
  }

  /** @param {string} [asked] the code it is to stand before; without it where it stands, or at the end */
  fill(asked) {
    const board = /** @type {Board} */ (this.board);
    const card = /** @type {Card} */ (this.card);
    const row = cell(board, card.district || "", this.wished);
    const before = asked ?? row[row.indexOf(card) + 1 || row.length]?.code ?? END;
    const others = row.filter((each) => each.code !== card.code);
    this.place.replaceChildren(...others.map((each) => h("option", { value: each.code }, t("before {name}", { name: each.name }))), h("option", { value: END }, t("at the end")));
    this.place.value = others.some((each) => each.code === before) ? before : END;
    this.placeField.hidden = this.wished === null;
    const isAdjusting = adjusted(board, card, this.wished).length > 0;
    this.reasonField.hidden = !isAdjusting;
    this.reason.required = isAdjusting;
  }

  /** @param {Event} event */
  send(event) {
    event.preventDefault();
    this.box.close();
    this.onMove(/** @type {Card} */ (this.card), { year: this.wished, before: this.place.value, reason: this.reason.value });
  }
}
