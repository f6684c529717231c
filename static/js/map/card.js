// @ts-check
// Everything known of one compound, pipe or point; where allowed, the forms that add to it.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { getJson, post, reached } from "./api.js";
import { reason } from "./notices.js";

/** @param {string} key kind:id */
function address(key) {
  const at = key.indexOf(":");
  return `/map/cards/${key.slice(0, at)}/${encodeURIComponent(key.slice(at + 1))}.json`;
}

/** Panel of the card; says "changed" after a change, "select" with {code} and "close". */
export class CardPanel extends EventTarget {
  /** @param {HTMLElement} root @param {any} state @param {{canSelect: boolean}} may */
  constructor(root, state, { canSelect }) {
    super();
    this.root = root;
    this.state = state;
    this.canSelect = canSelect;
    this.abort = new AbortController();
    state.follow(["card"], () => (this.opened = this.open()));
    state.follow(["basket"], () => this.#markSelected());
  }

  /** @param {boolean} [minding] a form that somebody has opened meanwhile */
  async open(minding = false) {
    this.abort.abort();
    this.abort = new AbortController();
    const key = this.state.view.card;
    if (!key) return replace(this.root, h("p", { class: "low hint" }, t("Click a compound, a pipe or a cable to see what is known of it.")));
    try {
      const [card, { cardParts }] = await Promise.all([getJson(address(key), this.abort.signal), reached(() => import("./card_parts.js"))]);
      if (key !== this.state.view.card || (minding && this.root.querySelector("details[open] form"))) return;
      const { canSelect } = this;
      replace(this.root, cardParts(key, card, { canSelect, closer: this.#closer(), say: (type, detail) => (type === "open" ? this.#open(detail.code) : this.#say(type, detail)), send: (url, data) => this.#send(url, data) }));
      this.root.scrollTop = 0;
      this.#markSelected();
    } catch (failed) {
      if (/** @type {any} */ (failed).name !== "AbortError") replace(this.root, this.#closer(), h("p", { class: "problem" }, reason(failed)));
    }
  }

  /** The compound that a building belongs to. @param {string} code */
  #open(code) {
    this.state.set({ card: `compound:${code}` }, { push: true });
  }

  #closer() {
    return h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.state.set({ card: "" }, { push: true }) } }, "×");
  }

  #markSelected() {
    const button = this.root.querySelector("[data-select]");
    if (!button) return;
    const chosen = this.state.view.basket.includes(button.getAttribute("data-select"));
    button.setAttribute("aria-pressed", String(chosen));
    button.textContent = chosen ? t("Take off the list") : t("Put on the list");
  }

  /** @param {string} url @param {FormData} data */
  async #send(url, data) {
    await post(url, data);
    this.#say("changed", {});
    this.opened = this.open();
    await this.focus();
  }

  /** Whoever asked for the card goes on from its heading, once it is there. */
  async focus() {
    await this.opened;
    this.root.querySelector("h2")?.focus();
  }

  /** @param {string} type @param {any} detail */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
