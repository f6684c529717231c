// @ts-check
// Steps of the selection, back and forth; they survive a reload, in codes only.
import { boot, t } from "../lib/messages.js";

const MOST_STEPS = 60;

/** @typedef {{steps: string[][], at: number}} Past */

/** @param {string[]} a @param {string[]} b */
const same = (a, b) => a.join("\n") === b.join("\n");

/** A further step; what was undone is forgotten. @param {Past} past @param {string[]} codes @returns {Past} */
export function stepped({ steps, at }, codes) {
  if (steps[at] && same(steps[at], codes)) return { steps, at };
  const kept = [...steps.slice(0, at + 1), codes].slice(-MOST_STEPS);
  return { steps: kept, at: kept.length - 1 };
}

/** What was stored, as far as it can be read. @param {string | null} text @returns {Past} */
export function read(text) {
  try {
    const { steps, at } = JSON.parse(text || "");
    const sound = Array.isArray(steps) && steps.every((codes) => Array.isArray(codes) && codes.every((code) => typeof code === "string"));
    if (sound && Number.isInteger(at) && at >= 0 && at < steps.length) return { steps, at };
  } catch {
    // Nothing stored, or not by us.
  }
  return { steps: [[]], at: 0 };
}

const KEY = `selection-steps:${boot.user?.name || ""}`;

/** @type {UndoSteps | undefined} */
let steps;

/** @param {any} page @param {string} key undo or redo, of the same steps */
export function install(page, key) {
  const shared = (steps ||= new UndoSteps(page));
  return { open: () => (key === "redo" ? shared.redo() : shared.undo()) };
}

/** Follows the selection from the start of the page. */
class UndoSteps {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.past = read(sessionStorage.getItem(KEY));
    page.state.follow(["basket"], () => this.#record());
    page.selection.addEventListener("weighed", () => this.#mark());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  get canUndo() {
    return this.past.at > 0 && !this.page.selection.isLocked;
  }

  get canRedo() {
    return this.past.at < this.past.steps.length - 1 && !this.page.selection.isLocked;
  }

  undo() {
    if (this.canUndo) this.#go(this.past.at - 1);
  }

  redo() {
    if (this.canRedo) this.#go(this.past.at + 1);
  }

  /** @param {number} at */
  #go(at) {
    this.past = { ...this.past, at };
    this.page.selection.choose(this.past.steps[at]);
    this.page.notices.say(t("The selection is as it was before: {n}", { n: this.past.steps[at].length }));
    this.#keep();
  }

  #record() {
    this.past = stepped(this.past, this.page.state.view.basket);
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.past));
    } catch {
      // Storage is full or switched off: the steps last as long as the page.
    }
    this.#mark();
  }

  #mark() {
    this.page.toolList.button("undo")?.toggleAttribute("disabled", !this.canUndo);
    this.page.toolList.button("redo")?.toggleAttribute("disabled", !this.canRedo);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const typing = /** @type {Element} */ (event.target).closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, dialog");
    if (typing || this.page.busy || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.redo();
    else this.undo();
  }
}
