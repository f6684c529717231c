// @ts-check
// Search by name in the top bar, an ARIA combobox.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { reason } from "./notices.js";

const PATIENCE_MS = 180;

/** @typedef {{kind: string, code: string, name: string, detail?: string, lon?: number, lat?: number, bbox?: number[]}} Found */

/** Says "found" with what was chosen. */
export class Search extends EventTarget {
  /** @param {HTMLInputElement} input @param {HTMLElement} list */
  constructor(input, list) {
    super();
    this.input = input;
    this.list = list;
    this.timer = 0;
    this.active = -1;
    /** @type {Found[]} */
    this.found = [];
    this.abort = new AbortController();
    input.addEventListener("input", () => this.#soon());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#toggle(this.found.length > 0));
    input.addEventListener("blur", () => setTimeout(() => this.#toggle(false), 150));
    // What was typed while this module was on its way.
    if (input.value) this.#soon();
  }

  #soon() {
    clearTimeout(this.timer);
    this.abort.abort();
    this.timer = Number(setTimeout(() => this.#ask(), PATIENCE_MS));
  }

  async #ask() {
    const text = this.input.value.trim();
    this.abort = new AbortController();
    if (!text) return this.#show([]);
    try {
      const answer = await getJson(`/map/search.json?q=${encodeURIComponent(text)}`, this.abort.signal);
      this.#show(Array.isArray(answer) ? answer : answer.results || []);
    } catch (failed) {
      // Overtaken by the next letter.
      if (/** @type {any} */ (failed).name !== "AbortError") this.#show([], reason(failed));
    }
  }

  /** @param {Found[]} found @param {string} [none] said where nothing was */
  #show(found, none = t("Nothing found")) {
    const kinds = /** @type {Record<string, string>} */ ({
      compound: t("Compound"), community: t("Community"), road: t("Road"), organisation: t("Right-holder"),
    });
    this.found = found;
    this.active = -1;
    const options = found.map((each, i) => h("li", {
      id: `found-${i}`, role: "option", "aria-selected": "false",
      on: { mousedown: (/** @type {Event} */ event) => (event.preventDefault(), this.#choose(i)) },
    }, h("span", {}, each.name), h("small", { class: "low" }, [kinds[each.kind] || each.kind, each.detail].filter(Boolean).join(" · "))));
    replace(this.list, options.length ? options : this.input.value.trim() ? h("li", { class: "none" }, none) : null);
    this.#toggle(this.list.childElementCount > 0);
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#toggle(false);
    else if (event.key === "Enter" && this.found.length) this.#choose(Math.max(0, this.active));
    else if (step && this.found.length) this.#move((this.active + step + this.found.length) % this.found.length);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #move(index) {
    this.active = index;
    this.#toggle(true);
    [...this.list.children].forEach((each, i) => each.setAttribute("aria-selected", String(i === index)));
    this.list.children[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", `found-${index}`);
  }

  /** @param {number} index */
  #choose(index) {
    const found = this.found[index];
    this.input.value = found.name;
    this.#toggle(false);
    // The keyboard goes on at the map; on a phone its own one folds.
    document.getElementById("map")?.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("found", { detail: found }));
  }
}
