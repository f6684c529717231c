// @ts-check
// Locks of a proposal, pointed out on the map: by a click, or by keyboard with Enter.
import { h, keepFocus, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { areSame, listed, noLocks, pointed, without } from "./proposal_locks.js";

/** @typedef {import("./proposal_locks.js").Locks} Locks */
/** @typedef {import("./proposal_locks.js").LockKind} LockKind */

export const LOCK_MARKS = /** @type {Record<LockKind, string>} */ ({ together: "=", apart: "≠", inside: "+", outside: "−" });

/** @returns {Record<LockKind, [string, string]>} the button, and what to do */
const words = () => ({
  together: [t("As one"), t("Click those that must be in one bundle, one after another.")],
  apart: [t("Apart"), t("Click two that must not be in one bundle.")],
  inside: [t("In"), t("Click those that must be in some bundle.")],
  outside: [t("Out"), t("Click those that must be in none.")],
});

/** Says "change" with the new locks, "mode" when pointing begins or ends. */
export class LockPanel extends EventTarget {
  /** @param {(code: string) => string} nameOf */
  constructor(nameOf) {
    super();
    this.nameOf = nameOf;
    this.words = words();
    /** @type {Locks} */
    this.locks = noLocks();
    /** @type {string[]} */
    this.held = [];
    /** @type {LockKind | null} */
    this.mode = null;
    this.root = h("section", { class: "proposal-part proposal-locks" });
    this.draw();
  }

  /** What is locked is set from elsewhere; a group that is being pointed out goes on where nothing differs. @param {Locks} locks */
  take(locks) {
    if (!areSame(locks, this.locks)) this.held = [];
    this.locks = locks;
    this.draw();
  }

  /** @param {LockKind | null} mode */
  use(mode) {
    this.mode = mode;
    this.held = [];
    this.draw();
    if (mode) this.root.scrollIntoView({ block: "nearest" });
    this.dispatchEvent(new Event("mode"));
  }

  /** A compound was chosen on the map or in a list. @param {string} code @returns {boolean} whether it was for a lock */
  point(code) {
    if (!this.mode) return false;
    const before = this.locks;
    Object.assign(this, pointed({ locks: before, held: this.held }, this.mode, code));
    this.draw();
    this.dispatchEvent(new Event(this.locks === before ? "mode" : "change"));
    return true;
  }

  draw() {
    const modes = /** @type {[LockKind, [string, string]][]} */ (Object.entries(this.words)).map(([kind, [text]]) => this.#mode(kind, text));
    const all = listed(this.locks);
    keepFocus(this.root, () => replace(this.root,
      h("div", { class: "part-head" }, h("h3", {}, t("Locks")), h("span", { class: "low" }, all.length || t("none"))),
      h("div", { class: "proposal-modes", role: "group", "aria-label": t("Lock by clicking on the map") }, modes),
      h("p", { class: "proposal-doing", role: "status" }, this.mode ? this.#doing(this.mode) : null),
      all.length ? h("ul", { class: "proposal-chips" }, all.map((each) => this.#chip(each))) : null));
  }

  /** @param {LockKind} kind @param {string} text */
  #mode(kind, text) {
    const isOn = this.mode === kind;
    return h("button", { type: "button", class: "button", "aria-pressed": String(isOn), data: { key: `lock:${kind}` }, on: { click: () => this.use(isOn ? null : kind) } }, h("b", { "aria-hidden": "true" }, LOCK_MARKS[kind]), text);
  }

  /** @param {LockKind} mode */
  #doing(mode) {
    const held = this.held.map(this.nameOf).join(" · ");
    const next = h("button", { type: "button", class: "link", data: { key: "lock:next" }, on: { click: () => this.use("together") } }, t("Next group"));
    return [h("span", {}, this.words[mode][1], " ", t("By keyboard: arrow keys on the map, then Enter.")), held ? h("b", {}, held) : null, mode === "together" && this.held.length > 1 ? next : null];
  }

  /** @param {{kind: LockKind, at: number, codes: string[]}} lock */
  #chip({ kind, at, codes }) {
    const [text] = this.words[kind];
    const names = codes.map(this.nameOf).join(` ${LOCK_MARKS[kind]} `);
    const drop = () => (Object.assign(this, { locks: without(this.locks, kind, at), held: [] }), this.draw(), this.root.querySelector("button").focus(), this.dispatchEvent(new Event("change")));
    return h("li", {}, h("span", { class: "low" }, text), h("span", {}, names),
      h("button", { type: "button", class: "remove", "aria-label": t("Take the lock off: {names}", { names }), data: { key: `unlock:${kind}:${codes}` }, on: { click: drop } }, "×"));
  }
}
