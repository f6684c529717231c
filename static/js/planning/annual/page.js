// @ts-check
// The page of annual plans: draws the board, sends moves, tells what each comes to.

import { byId, h, keepFocus, replace } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { getJson, post } from "../../map/api.js";
import { MoveDialog } from "./dialog.js";
import { columnKey, drawn, tabs, title } from "./draw.js";
import { effectTable, targetPanels, targetSentences } from "./effect.js";
import { followKeys, followMouse } from "./hands.js";
import { adjusted, revisions } from "./plans.js";

/** @typedef {import("./plans.js").Card} Card */

const root = byId("board");
const told = byId("effect");

class Page {
  constructor() {
    /** @type {import("./plans.js").Board} */
    this.now = JSON.parse(byId("plans").textContent);
    /** @type {number | null} */
    this.shown = this.now.years[0].year;
    this.waits = false;
    this.dialog = new MoveDialog((card, wish) => this.send(card, wish));
    followMouse(root, this);
    followKeys(root, this);
    this.draw();
  }

  board() {
    return this.now;
  }

  draw() {
    replace(byId("targets"), targetPanels(this.now.targets));
    const help = h("p", { id: "board-help", class: "visually-hidden" }, t("Arrow keys walk, Ctrl with an arrow key moves, Enter asks where to."));
    const more = this.now.more_waiting ? h("p", { class: "caution" }, t("{n} more compounds wait for a year: choose a district, or look for a name.", { n: this.now.more_waiting })) : null;
    keepFocus(root, () => replace(root, help, more, tabs(this.now, this.shown, (year) => this.show(year)), drawn(this.now)));
    const first = root.querySelector(".plan-card:focus") || root.querySelector(".plan-card");
    first?.setAttribute("tabindex", "0");
    root.dataset.shown = columnKey(this.shown);
    for (const each of root.querySelectorAll("[data-column]")) each.classList.toggle("shown", each.getAttribute("data-column") === root.dataset.shown);
  }

  /** @param {number | null} year */
  show(year) {
    this.shown = year;
    this.draw();
  }

  /** @param {Card} card */
  ask(card) {
    this.dialog.open(this.now, card);
  }

  /** @param {Card} card @param {{year: number | null, before: string}} wish */
  move(card, wish) {
    if (adjusted(this.now, card, wish.year).length) this.dialog.open(this.now, card, wish);
    else this.send(card, { ...wish, reason: "" });
  }

  /** @param {Card} card @param {{year: number | null, before: string, reason: string}} wish */
  send(card, wish) {
    const body = { codes: [card.code], ...wish, revisions: revisions(this.now) };
    return this.change(root.dataset.move, body, t("{name} → {year}", { name: card.name, year: title(wish.year) }));
  }

  takeBack() {
    const names = this.now.last_move?.names.join(", ") || "";
    return this.change(root.dataset.back, {}, t("Taken back: {names}", { names }));
  }

  /** @param {string | undefined} url @param {object} body @param {string} heading */
  async change(url, body, heading) {
    if (this.waits) return;
    this.waits = true;
    root.setAttribute("aria-busy", "true");
    try {
      const answer = await post(`${url}${location.search}`, { request: number(), ...body });
      this.now = answer.board;
      this.draw();
      this.tell(heading, answer.effect);
      document.activeElement?.closest(".plan-card")?.scrollIntoView({ block: "nearest" }); // not behind what is told
    } catch (failed) {
      await this.refused(failed);
    } finally {
      this.waits = false;
      root.removeAttribute("aria-busy");
    }
  }

  /** @param {string} heading @param {any} effect */
  tell(heading, effect) {
    const back = this.now.last_move ? h("button", { type: "button", class: "button", on: { click: () => this.takeBack() } }, t("Take back")) : null;
    const close = h("button", { type: "button", class: "button", on: { click: () => replace(told) } }, t("Close"));
    const targets = effect ? h("p", { class: "effect-targets" }, targetSentences(effect)) : null;
    replace(told, h("div", { class: "panel" }, h("div", { class: "effect-head" }, h("h2", {}, heading), h("span", { class: "tools" }, back, close)), effect ? effectTable(effect) : null, targets));
  }

  /** What was refused; where somebody was faster the board is shown as it stands now. @param {any} failed */
  async refused(failed) {
    replace(told, h("p", { class: "problem" }, failed.message || t("The server did not answer. Try again.")));
    if (failed.status !== 409) return;
    this.now = await getJson(`${location.pathname}${location.search}`);
    this.draw();
  }
}

/** A random UUID; `randomUUID` is missing where an office serves plain HTTP. */
function number() {
  const hex = (/** @type {number} */ digits) => [...crypto.getRandomValues(new Uint8Array(digits))].map((each) => (each % 16).toString(16)).join("");
  return crypto.randomUUID?.() || [8, 4, 4, 4, 12].map(hex).join("-");
}

new Page();
