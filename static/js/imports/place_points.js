// @ts-check
// Control points: a corner of the file, then its place on the map, one after the other; and their table.
import { byId, h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { Sketch } from "./place_sketch.js";

/** @typedef {{point: number, metres: number}} Residual */

/** Dispatches "change" whenever the points are others. */
export class ControlPoints extends EventTarget {
  /** @param {import("./place_map.js").PlaceMap} map @param {number[][][][]} sample */
  constructor(map, sample) {
    super();
    this.map = map;
    this.sample = sample;
    /** @type {number[][]} */
    this.points = [];
    /** @type {{x: number, y: number} | null} */
    this.pending = null;
    /** @type {Sketch | null} */
    this.sketch = null;
    this.isOpen = false;
    map.addEventListener("pick", (/** @type {any} */ { detail }) => this.isOpen && this.#land(detail));
    byId("point-add").addEventListener("click", () => this.#typed());
  }

  /** @param {boolean} isOpen @param {boolean} swapped */
  show(isOpen, swapped) {
    this.isOpen = isOpen;
    document.body.classList.toggle("taking-points", isOpen);
    if (isOpen) this.map.map.dragging.enable();
    if (isOpen && this.sample.length) this.#drawn(swapped);
    this.#number();
  }

  /** @param {boolean} swapped */
  #drawn(swapped) {
    if (this.sketch?.swapped === swapped) return;
    if (!this.sketch) {
      this.sketch = new Sketch(byId("sketch"), this.sample);
      this.sketch.addEventListener("pick", (/** @type {any} */ { detail }) => this.#take(detail));
    }
    this.sketch.draw(swapped);
  }

  /** @param {{x: number, y: number} | null} vertex */
  #take(vertex) {
    this.pending = vertex;
    this.#number();
    if (vertex) lookAt(this.map.map.getContainer());
  }

  /** @param {{lon: number, lat: number}} place */
  #land({ lon, lat }) {
    if (!this.pending) return;
    this.#put([this.pending.x, this.pending.y, lon, lat]);
    lookAt(byId("sketch"));
  }

  #typed() {
    const inputs = ["point-x", "point-y", "point-lon", "point-lat"].map((id) => byId(id));
    const wrong = inputs.find((input) => !input.value || !input.checkValidity());
    if (wrong) return wrong.reportValidity() && wrong.focus();
    this.#put(inputs.map((input) => Number(input.value)));
    inputs.forEach((input) => (input.value = ""));
    return inputs[0].focus();
  }

  /** @param {number[]} point */
  #put(point) {
    this.points = [...this.points, point];
    this.pending = null;
    this.#changed();
  }

  /** @param {number} index */
  remove(index) {
    this.points = this.points.filter((_, i) => i !== index);
    this.#changed();
    byId("points-note").focus();
  }

  #changed() {
    this.#number();
    this.dispatchEvent(new Event("change"));
  }

  #number() {
    this.sketch?.number(this.points, this.pending);
    this.map.number(this.isOpen ? this.points : []);
    byId("points-note").textContent = this.pending
      ? t("Now click the same place on the map, or move the cross there and press Enter.")
      : t("Pick a corner of the file's shapes: click it, or move the cross there and press Enter.");
  }

  /** @param {Residual[]} residuals @param {number} tolerance m */
  list(residuals, tolerance) {
    const metres = (/** @type {number} */ i) => residuals.find((each) => each.point === i)?.metres;
    byId("points-table").hidden = !this.points.length;
    replace(byId("points-rows"), this.points.map((point, i) => this.#row(point, i, metres(i), tolerance)));
  }

  /** @param {number[]} point @param {number} i @param {number | undefined} metres @param {number} tolerance */
  #row([x, y, lon, lat], i, metres, tolerance) {
    const isFar = metres !== undefined && metres > tolerance;
    return h("tr", { class: isFar ? "far" : null },
      h("th", { scope: "row" }, i + 1),
      h("td", { class: "number" }, h("span", {}, shown(x)), h("span", {}, shown(y))),
      h("td", { class: "number" }, h("span", {}, lon.toFixed(6)), h("span", {}, lat.toFixed(6))),
      h("td", { class: "number" }, metres === undefined ? "—" : `${isFar ? "▲ " : ""}${metres.toFixed(2)} m`),
      h("td", {}, h("button", { type: "button", class: "button", "aria-label": t("Take out point {n}", { n: i + 1 }), on: { click: () => this.remove(i) } }, "×")));
  }
}

/** On a phone the two maps are apart. @param {HTMLElement} element */
function lookAt(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}

/** Degrees need more digits than metres. @param {number} value */
const shown = (value) => value.toFixed(Math.abs(value) <= 180 ? 6 : 2);
