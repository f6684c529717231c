// @ts-check
// Two days beside each other: the first left of a divider, the other right of it.
import { h } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { AgainstLayer } from "./against_layer.js";
import { dateOf } from "./course.js";
import { makeRoom } from "./phone_room.js";
import { asDay, today } from "./time_steps.js";

const STEP = 2;
const YEAR_DAYS = 365;
const LEFT = ["overlayPane", "labels"];
const RIGHT = ["against", "against-labels"];

/** Where a key takes the divider, or null. @param {string} key @param {number} share percent from the left */
export function dividerAfterKey(key, share) {
  /** @type {Record<string, number>} */
  const places = { ArrowLeft: share - STEP, ArrowRight: share + STEP, PageUp: share - 10, PageDown: share + 10, Home: 0, End: 100 };
  return key in places ? Math.min(100, Math.max(0, places[key])) : null;
}

/** @param {any} page */
export async function install(page) {
  const time = await page.toolList.installed("time");
  return new Swipe(page, time);
}

/** Follows the address; the time bar moves the left day. */
class Swipe {
  /** @param {any} page @param {any} time */
  constructor(page, time) {
    this.page = page;
    this.time = time;
    this.share = 50;
    this.isOpen = false;
    this.layer = new AgainstLayer(page, time.stages.course);
    this.#build();
    time.addEventListener("shown", () => this.#name());
    page.map.on("move zoomend viewreset resize", () => this.isOpen && this.#clip());
    page.state.follow(["against", "known"], () => this.#follow());
  }

  /** From the day shown, or a year ago, to today. */
  open() {
    makeRoom();
    const date = this.page.state.view.date || dateOf(today() - YEAR_DAYS);
    this.page.state.set({ date, against: dateOf(today()) }, { push: true });
    this.divider.focus();
  }

  close() {
    this.page.state.set({ against: "" }, { push: true });
  }

  #follow() {
    const { against, known, date } = this.page.state.view;
    const day = asDay(against);
    if (day === null) return this.isOpen && this.#hide();
    if (!date) return this.page.state.set({ date: dateOf(day - YEAR_DAYS) });
    this.isOpen = true;
    this.root.hidden = this.label.hidden = false;
    this.input.value = against;
    this.layer.show(day, known ? day : null);
    this.#name();
    this.#clip();
    this.page.toolList.mark();
  }

  #hide() {
    this.isOpen = false;
    this.root.hidden = this.label.hidden = true;
    this.layer.hide();
    for (const name of LEFT) this.page.map.getPane(name).style.clipPath = "";
    this.page.toolList.mark();
  }

  #build() {
    this.left = h("output", { class: "swipe-date left" });
    this.right = h("output", { class: "swipe-date right" });
    this.divider = h("div", { class: "swipe-divider", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": t("Divider between the two days"),
      "aria-valuemin": "0", "aria-valuemax": "100", on: {
        keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
        pointerdown: (/** @type {PointerEvent} */ event) => this.divider.setPointerCapture(event.pointerId),
        pointermove: (/** @type {PointerEvent} */ event) => this.divider.hasPointerCapture(event.pointerId) && this.#drag(event) } },
    h("span", { class: "swipe-grip", "aria-hidden": "true" }, "⇔"));
    this.root = h("div", { class: "swipe", hidden: true }, this.left, this.right, this.divider);
    this.input = h("input", { type: "date", max: dateOf(today()), on: { change: () => this.#typed() } });
    this.label = h("label", { class: "time-against", hidden: true }, t("against"), " ", this.input);
    this.time.actions.before(this.label);
    document.querySelector(".map-area")?.append(this.root);
  }

  #typed() {
    if (asDay(this.input.value) !== null) this.page.state.set({ against: this.input.value });
  }

  #name() {
    this.left.textContent = dateOf(this.time.day);
    this.right.textContent = this.page.state.view.against;
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const { left, width } = this.page.map.getContainer().getBoundingClientRect();
    this.#put(((event.clientX - left) / width) * 100);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const share = dividerAfterKey(event.key, this.share);
    if (share === null) return;
    event.preventDefault();
    this.#put(share);
  }

  /** @param {number} share */
  #put(share) {
    this.share = Math.min(100, Math.max(0, share));
    this.#clip();
  }

  /** Panes are clipped in the pixels of the layers, which move with the map. */
  #clip() {
    const { map } = this.page;
    const size = map.getSize();
    const from = map.containerPointToLayerPoint([0, 0]);
    const at = from.x + (size.x * this.share) / 100;
    const box = (/** @type {number} */ west, /** @type {number} */ east) => {
      const [north, south] = [from.y, from.y + size.y];
      return `polygon(${west}px ${north}px, ${east}px ${north}px, ${east}px ${south}px, ${west}px ${south}px)`;
    };
    for (const name of LEFT) map.getPane(name).style.clipPath = box(from.x, at);
    for (const name of RIGHT) map.getPane(name).style.clipPath = box(at, from.x + size.x);
    this.divider.style.left = this.left.style.left = this.right.style.left = `${this.share}%`;
    this.divider.setAttribute("aria-valuenow", String(Math.round(this.share)));
  }
}
