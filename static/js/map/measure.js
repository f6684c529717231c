// @ts-check
// Measures lines and areas on the map, by pointer or with the cross in its middle.
import { h, replace } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { areaOf, lengthOf } from "./geodesy.js";
import { L } from "./leaflet.js";
import { makeRoom } from "./phone_room.js";

/** @typedef {import("./geodesy.js").Position} Position */

const CLICK_PX = 5;
const LINE = { color: "#a3005c", weight: 3, interactive: false };

/** 12.3 m, 456 m, 1.234 km. @param {number} metres */
export function metresAsText(metres) {
  if (metres >= 1000) return `${(metres / 1000).toFixed(metres >= 100_000 ? 1 : 3)} km`;
  return `${metres.toFixed(metres < 100 ? 1 : 0)} m`;
}

/** 123 ㎡, 4.56 公顷 beside it from one hectare on, ㎢ from one on. @param {number} m2 */
export function areaAsText(m2) {
  if (m2 >= 1e6) return `${(m2 / 1e6).toFixed(3)} km²`;
  return m2 >= 1e4 ? `${count(m2)} m² (${(m2 / 1e4).toFixed(2)} ha)` : `${count(m2)} m²`;
}

/** @param {any} page */
export const install = (page) => new MeasureTool(page);

/** Owns the clicks on the map while it is open. */
class MeasureTool {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.isOpen = false;
    this.isFinished = false;
    /** @type {Position[]} */
    this.points = [];
    /** @type {Position | null} */
    this.pointer = null;
    /** @type {[number, number]} */
    this.pressed = [0, 0];
    this.drawn = L.featureGroup();
    this.renderer = L.svg({ pane: "labels", padding: 0.5 });
    this.cross = h("div", { class: "map-cross", "aria-hidden": "true" });
    this.result = h("output", { class: "hint-words" });
    this.hint = this.#hint();
    this.listeners = {
      pointerdown: (/** @type {PointerEvent} */ event) => { this.pressed = [event.clientX, event.clientY]; },
      pointerup: (/** @type {PointerEvent} */ event) => this.#up(event),
      pointermove: (/** @type {PointerEvent} */ event) => this.#hover(event),
      dblclick: () => { this.isFinished = true; this.#draw(); },
    };
    this.key = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);
  }

  get container() {
    return this.page.map.getContainer();
  }

  open() {
    const { page } = this;
    makeRoom();
    this.isOpen = page.busy = true;
    page.map.doubleClickZoom.disable();
    this.container.classList.add("owns-clicks");
    this.container.append(this.cross);
    document.querySelector(".map-area")?.append(this.hint);
    this.drawn.addTo(page.map);
    for (const [type, listener] of Object.entries(this.listeners)) this.container.addEventListener(type, listener);
    document.addEventListener("keydown", this.key);
    this.container.focus();
    this.#draw();
  }

  close() {
    const { page } = this;
    this.isOpen = page.busy = false;
    page.map.doubleClickZoom.enable();
    this.container.classList.remove("owns-clicks");
    this.#clear();
    this.drawn.remove();
    this.cross.remove();
    this.hint.remove();
    for (const [type, listener] of Object.entries(this.listeners)) this.container.removeEventListener(type, listener);
    document.removeEventListener("keydown", this.key);
    page.toolList?.mark();
  }

  #clear() {
    this.points = [];
    this.pointer = null;
    this.isFinished = false;
    this.#draw();
  }

  /** @param {PointerEvent} event @returns {Position} */
  #at(event) {
    const { left, top } = this.container.getBoundingClientRect();
    const { lat, lng } = this.page.map.containerPointToLatLng([event.clientX - left, event.clientY - top]);
    return { lat, lon: lng };
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const moved = Math.hypot(event.clientX - this.pressed[0], event.clientY - this.pressed[1]);
    if (event.button || moved > CLICK_PX || /** @type {Element} */ (event.target).closest(".leaflet-control")) return;
    this.#add(this.#at(event));
  }

  /** @param {Position} point */
  #add(point) {
    const last = this.points[this.points.length - 1];
    if (this.isFinished) this.#clear();
    // The second half of a double click.
    else if (last && last.lat === point.lat && last.lon === point.lon) return;
    this.points.push(point);
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.pointerType === "touch" || this.isFinished || !this.points.length) return;
    this.pointer = this.#at(event);
    this.#draw();
  }

  #back() {
    this.isFinished = false;
    this.points.pop();
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Escape") return this.close();
    if (event.target !== this.container) return;
    if (event.key === "Backspace") this.#back();
    else if (event.key === "Enter" || event.key === " ") {
      const { lat, lng } = this.page.map.getCenter();
      this.#add({ lat, lon: lng });
    } else return;
    event.preventDefault();
  }

  #draw() {
    const { points, pointer, renderer } = this;
    const last = points[points.length - 1];
    const isApart = pointer && last && (pointer.lat !== last.lat || pointer.lon !== last.lon);
    const trail = isApart && !this.isFinished ? [...points, pointer] : points;
    const corners = trail.map(({ lat, lon }) => /** @type {[number, number]} */ ([lat, lon]));
    this.drawn.clearLayers();
    if (trail.length > 2) L.polygon(corners, { ...LINE, weight: 1, dashArray: "4 4", fillColor: LINE.color, fillOpacity: 0.12, renderer }).addTo(this.drawn);
    L.polyline(corners, { ...LINE, color: "#ffffff", weight: 6, renderer }).addTo(this.drawn);
    L.polyline(corners, { ...LINE, renderer }).addTo(this.drawn);
    for (const { lat, lon } of points) L.circleMarker([lat, lon], { ...LINE, radius: 5, weight: 2, fillColor: "#ffffff", fillOpacity: 1, renderer }).addTo(this.drawn);
    this.#tell(trail);
  }

  /** @param {Position[]} trail */
  #tell(trail) {
    const words = trail.length < 2 ? t("Click points on the map, or move the cross with the arrow keys and press Enter.")
      : [h("b", {}, metresAsText(lengthOf(trail))), trail.length > 2 ? [" · ", t("Area"), " ", h("b", {}, areaAsText(areaOf(trail)))] : null];
    replace(this.result, words);
  }

  #hint() {
    const button = (/** @type {string} */ text, /** @type {() => void} */ act, kind = "") => h("button", { type: "button", class: `button ${kind}`, on: { click: act } }, text);
    return h("div", { class: "map-hint", role: "group", "aria-label": t("Measure") }, this.result,
      h("small", { class: "low" }, t("On the ellipsoid of CGCS2000, not in the plane of the map.")),
      h("span", { class: "hint-buttons" }, button(t("Last point back"), () => this.#back()), button(t("Clear"), () => this.#clear()), button(t("Done"), () => this.close(), "primary")));
  }
}
