// @ts-check
// The corners as a table: the shape without a pointer.
import { h, keepFocus, replace } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { added, fewest, lines, moved, nearestCorner, removed } from "./corners.js";

const MOST = 200;
const SNAP_M = 10;

/** Says "change" with {geometry} when a corner was typed, added or taken away. */
export class CornerTable extends EventTarget {
  /** @param {() => any[]} around what its corners may snap to */
  constructor(around) {
    super();
    this.around = around;
    this.body = h("tbody");
    this.note = h("p", { class: "low", role: "status" });
    const heads = [t("Corner"), t("Longitude"), t("Latitude"), ""].map((text) => h("th", { scope: "col" }, text));
    this.root = h("details", { class: "edit-corners" }, h("summary", {}, t("Corners as coordinates")),
      h("div", { class: "edit-corners-scroll" }, h("table", {}, h("thead", {}, h("tr", {}, heads)), this.body)), this.note);
    this.root.addEventListener("toggle", () => this.#draw());
  }

  /** @param {any} geometry */
  show(geometry) {
    this.geometry = geometry;
    if (!this.body.contains(document.activeElement)) this.#draw();
  }

  #draw() {
    if (!this.root.open || !this.geometry) return;
    const all = lines(this.geometry).flatMap((line, i) => line.map((position, n) => ({ position, line: i, n, few: line.length <= fewest(this.geometry) })));
    keepFocus(this.body, () => replace(this.body, all.slice(0, MOST).map((each, row) => this.#row(each, row))));
    this.note.textContent = all.length > MOST ? t("{n} more corners are on the map only.", { n: all.length - MOST }) : "";
  }

  /** @param {{position: [number, number], line: number, n: number, few: boolean}} corner @param {number} row */
  #row({ position, line, n, few }, row) {
    const axis = (/** @type {0 | 1} */ at, /** @type {string} */ label) => h("td", {}, h("input", {
      type: "number", step: "any", inputmode: "decimal", value: position[at], "aria-label": `${label} ${row + 1}`, data: { key: `c${row}-${at}` },
      on: { change: (/** @type {any} */ event) => this.#typed(line, n, position, at, event.target) },
    }));
    const button = (/** @type {string} */ sign, /** @type {string} */ label, /** @type {() => any} */ change, off = false) =>
      h("button", { type: "button", class: "button small", "aria-label": `${label} ${row + 1}`, title: label, disabled: off, data: { key: `c${row}${sign}` }, on: { click: () => this.#say(change()) } }, sign);
    return h("tr", {}, h("th", { scope: "row" }, String(row + 1)), axis(0, t("Longitude")), axis(1, t("Latitude")),
      h("td", { class: "edit-corner-tools" }, button("⌖", t("Snap to the nearest point corner"), () => this.#snapped(line, n, position)), button("+", t("Add a corner after corner"), () => added(this.geometry, line, n)), button("−", t("Take away corner"), () => removed(this.geometry, line, n), few)));
  }

  /** @param {number} line @param {number} n @param {[number, number]} position @param {0 | 1} at @param {HTMLInputElement} input */
  #typed(line, n, position, at, input) {
    const value = Number(input.value);
    if (input.value === "" || !Number.isFinite(value)) return void (input.value = String(position[at]));
    const next = /** @type {[number, number]} */ ([...position]);
    next[at] = value;
    this.#say(moved(this.geometry, line, n, next));
  }

  /** @param {number} line @param {number} n @param {[number, number]} position */
  #snapped(line, n, position) {
    const near = nearestCorner(position, this.around(), SNAP_M);
    return near && moved(this.geometry, line, n, near);
  }

  /** @param {any} geometry nothing where there was nothing to snap to */
  #say(geometry) {
    if (!geometry) return void (this.note.textContent = t("Nothing lies within {n} m.", { n: SNAP_M }));
    this.geometry = geometry;
    this.dispatchEvent(new CustomEvent("change", { detail: { geometry } }));
    this.#draw();
  }
}
