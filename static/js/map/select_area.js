// @ts-check
// A rectangle or a lasso over the map: takes the compounds whose middle lies inside.
import { h, svg } from "../lib/elements.js";
import { isInside } from "../lib/geometry.js";
import { t } from "../lib/messages.js";
import { corners, isTap } from "./area_shapes.js";
import { centres } from "./centres.js";
import { makeRoom } from "./phone_room.js";
import { take } from "./taking.js";

/** @typedef {import("./area_shapes.js").Shape} Shape */
/** @typedef {import("./area_shapes.js").Pixel} Pixel */

/** @param {any} page @param {string} key */
export function install(page, key) {
  return new AreaTool(page, key === "lasso" ? "lasso" : "rectangle");
}

/** Owns the pointer on the map while it is open. */
class AreaTool {
  /** @param {any} page @param {Shape} shape */
  constructor(page, shape) {
    Object.assign(this, { page, shape });
    this.own = /** @type {any} */ (this);
    this.isOpen = false;
    /** @type {Pixel[]} */
    this.trail = [];
    this.path = svg("path", {});
    this.sketch = svg("svg", { class: "area-sketch", "aria-hidden": "true" }, this.path);
    this.hint = this.#hint();
    this.listeners = { pointerdown: this.#down.bind(this), pointermove: this.#move.bind(this), pointerup: this.#up.bind(this), pointercancel: this.#cancel.bind(this) };
    this.key = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close();
  }

  get container() {
    return this.own.page.map.getContainer();
  }

  open() {
    const { page } = this.own;
    makeRoom();
    this.isOpen = page.busy = true;
    this.#handlers("disable");
    this.container.classList.add("owns-clicks", "is-selecting");
    this.container.append(this.sketch);
    document.querySelector(".map-area")?.append(this.hint);
    for (const [type, listener] of Object.entries(this.listeners)) this.container.addEventListener(type, listener);
    document.addEventListener("keydown", this.key);
    this.hint.querySelector("input:checked").focus();
  }

  close() {
    const { page } = this.own;
    this.isOpen = page.busy = false;
    this.#cancel();
    this.#handlers("enable");
    this.container.classList.remove("owns-clicks", "is-selecting");
    this.sketch.remove();
    this.hint.remove();
    for (const [type, listener] of Object.entries(this.listeners)) this.container.removeEventListener(type, listener);
    document.removeEventListener("keydown", this.key);
    page.toolList?.mark();
  }

  /** Dragging is ours meanwhile. @param {"enable" | "disable"} act */
  #handlers(act) {
    const { map } = this.own.page;
    for (const handler of ["dragging", "boxZoom", "doubleClickZoom", "touchZoom"]) map[handler]?.[act]();
  }

  /** @returns {import("./taking.js").How} */
  get #how() {
    return this.hint.querySelector("input:checked").value;
  }

  /** @param {PointerEvent} event @returns {Pixel} */
  #at(event) {
    const { left, top } = this.container.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button || /** @type {Element} */ (event.target).closest(".leaflet-control")) return;
    this.container.setPointerCapture(event.pointerId);
    this.trail = [this.#at(event)];
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.trail.length) return;
    this.trail.push(this.#at(event));
    this.path.setAttribute("d", `M${corners(this.own.shape, this.trail).map((p) => p.join(" ")).join("L")}Z`);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const { trail } = this;
    this.#cancel();
    if (!trail.length || isTap(trail)) return;
    this.#take(corners(this.own.shape, trail), event.shiftKey ? "add" : this.#how);
  }

  #cancel() {
    this.trail = [];
    this.path.removeAttribute("d");
  }

  /** @param {Pixel[]} area @param {import("./taking.js").How} how */
  #take(area, how) {
    const { map } = this.own.page;
    const ring = area.flat();
    const inside = [...centres(this.own.page)].filter(([, { lat, lon }]) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return isInside([ring], x, y);
    });
    take(this.own.page, inside.map(([code]) => code), how);
  }

  /** Without a pointer: all that the map shows. */
  #takeView() {
    const { x, y } = this.own.page.map.getSize();
    this.#take([[0, 0], [x, 0], [x, y], [0, y]], this.#how);
  }

  #hint() {
    const choice = (/** @type {string} */ value, /** @type {string} */ text) =>
      h("label", {}, h("input", { type: "radio", name: `how-${this.own.shape}`, value, checked: value === "new" }), text);
    return h("div", { class: "map-hint", role: "group", "aria-label": this.own.shape === "lasso" ? t("Lasso") : t("Rectangle") },
      h("span", { class: "hint-words" }, t("Draw around the middle of the compounds.")),
      h("span", { class: "hint-choices" }, choice("new", t("New selection")), choice("add", t("Add")), choice("take", t("Take away"))),
      h("button", { type: "button", class: "button", on: { click: () => this.#takeView() } }, t("All in view")),
      h("button", { type: "button", class: "button primary", on: { click: () => this.close() } }, t("Done")));
  }
}
