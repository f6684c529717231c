// @ts-check
// A tool that is given a place on the map, by a click or with the cross in its middle, and answers in a panel over it.
import { h } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { L } from "./leaflet.js";
import { makeRoom } from "./phone_room.js";

const CLICK_PX = 5;
const CSS = "../../css/networks.css";

/** Its looks, once. */
function dress() {
  const href = new URL(CSS, import.meta.url).href;
  if (!document.head.querySelector(`link[href="${href}"]`)) document.head.append(h("link", { rel: "stylesheet", href }));
}

/** Owns the clicks on the map while it is open; what it is for says `picked`. */
export class PointTool {
  /** @param {any} page @param {string} label */
  constructor(page, label) {
    dress();
    this.page = page;
    this.isOpen = false;
    /** @type {[number, number]} */
    this.pressed = [0, 0];
    this.drawn = L.featureGroup();
    this.renderer = L.svg({ pane: "labels", padding: 0.5 });
    this.cross = h("div", { class: "map-cross", "aria-hidden": "true" });
    this.said = h("p", { class: "answer-said", role: "status" });
    this.body = h("div", { class: "answer-body scroller", tabindex: "0", role: "group", "aria-label": t("Answer") });
    const done = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.close() } }, "×");
    this.panel = h("section", { class: "map-answer", "aria-label": label }, h("header", {}, h("h2", {}, label), done), this.said, this.body);
    this.listeners = {
      pointerdown: (/** @type {PointerEvent} */ event) => { this.pressed = [event.clientX, event.clientY]; },
      pointerup: (/** @type {PointerEvent} */ event) => this.#up(event),
    };
    this.key = (/** @type {KeyboardEvent} */ event) => this.#keyed(event);
  }

  get container() {
    return this.page.map.getContainer();
  }

  /** What the panel leaves of the map, as Leaflet's padding. */
  get free() {
    const [map, panel] = [this.container.getBoundingClientRect(), this.panel.getBoundingClientRect()];
    const isBelow = panel.width > map.width * 0.8;
    const [left, below] = isBelow ? [30, map.bottom - panel.top + 30] : [panel.right - map.left + 30, 60];
    return { paddingTopLeft: [left, 70], paddingBottomRight: [70, below] };
  }

  open() {
    const { page } = this;
    makeRoom();
    this.isOpen = page.busy = true;
    page.map.doubleClickZoom.disable();
    this.container.classList.add("owns-clicks");
    this.container.append(this.cross);
    const area = document.querySelector(".map-area");
    area?.append(this.panel);
    area?.classList.add("has-answer");
    this.drawn.addTo(page.map);
    for (const [type, listener] of Object.entries(this.listeners)) this.container.addEventListener(type, listener);
    document.addEventListener("keydown", this.key);
    this.container.focus();
  }

  close() {
    const { page } = this;
    this.isOpen = page.busy = false;
    page.map.doubleClickZoom.enable();
    this.container.classList.remove("owns-clicks");
    this.drawn.clearLayers().remove();
    this.cross.remove();
    this.panel.remove();
    document.querySelector(".map-area")?.classList.remove("has-answer");
    for (const [type, listener] of Object.entries(this.listeners)) this.container.removeEventListener(type, listener);
    document.removeEventListener("keydown", this.key);
    page.toolList?.mark();
  }

  /** Each tool says what it does there. @param {any} latlng */
  picked(latlng) {
    this.page.map.panTo(latlng);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const moved = Math.hypot(event.clientX - this.pressed[0], event.clientY - this.pressed[1]);
    if (event.button || moved > CLICK_PX || /** @type {Element} */ (event.target).closest(".leaflet-control")) return;
    const { left, top } = this.container.getBoundingClientRect();
    this.picked(this.page.map.containerPointToLatLng([event.clientX - left, event.clientY - top]));
  }

  /** @param {KeyboardEvent} event */
  #keyed(event) {
    if (event.key === "Escape") return this.close();
    if (event.target !== this.container || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    this.picked(this.page.map.getCenter());
  }
}
