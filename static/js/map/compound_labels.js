// @ts-check
// Names and stage numbers over the compounds: the important first, none over another.
import { h } from "../lib/elements.js";
import { circled } from "../lib/format.js";
import { label, t } from "../lib/messages.js";
import { SHOWN_BY } from "./compounds.js";
import { L } from "./leaflet.js";

const NAMES_FROM_ZOOM = 15;
const STAGES_FROM_ZOOM = 17;
const GLYPH_PX = 13;

/** Room a label takes. @param {string} text @param {number} lines */
function room(text, lines) {
  const wide = [...text].reduce((sum, each) => sum + (each.charCodeAt(0) > 0x2000 ? 1 : 0.6), 0);
  return { width: wide * GLYPH_PX + 6, height: lines * 17 + 2 };
}

/** @param {{x: number, y: number, width: number, height: number}} a @param {{x: number, y: number, width: number, height: number}} b */
const collide = (a, b) =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

/** Redraws on every move; some hundred labels take a few milliseconds. */
export class CompoundLabels {
  /** @param {LeafletMap} map @param {any} compounds @param {any} state */
  constructor(map, compounds, state) {
    this.map = map;
    this.compounds = compounds;
    this.state = state;
    this.pane = h("div", { "aria-hidden": "true" });
    /** What is written: about their middles, layer points. @type {any[]} */
    this.placed = [];
    map.getPane("labels")?.append(this.pane);
    map.on("moveend zoomend named", () => this.draw());
    map.on("zoomstart", () => this.pane.replaceChildren());
    compounds.addEventListener("change", () => this.draw());
    for (const type of ["matched", "dated"]) compounds.addEventListener(type, () => this.draw());
    state.follow([...SHOWN_BY, "basket"], () => this.draw());
  }

  draw() {
    const zoom = this.map.getZoom();
    this.pane.replaceChildren();
    /** @type {any[]} */
    const placed = (this.placed = this.#reserved());
    if (zoom < NAMES_FROM_ZOOM - 1) return;
    for (const candidate of this.#candidates(zoom)) {
      if (placed.some((other) => collide(candidate, other))) continue;
      placed.push(candidate);
      this.pane.append(this.#element(candidate));
    }
  }

  /** Names of districts that stand there already. @returns {any[]} */
  #reserved() {
    const names = /** @type {HTMLElement[]} */ ([...(this.map.getPane("labels")?.querySelectorAll(".district-name") || [])]);
    return names.filter((each) => each.style.opacity !== "0").map((each) => {
      const { offsetWidth: width = 0, offsetHeight: height = 0 } = /** @type {any} */ (each.firstElementChild) || {};
      return { ...L.DomUtil.getPosition(each), width, height };
    });
  }

  /** In view, selected ones first, then the larger. @param {number} zoom */
  #candidates(zoom) {
    const { view } = this.state;
    const bounds = this.map.getBounds().pad(0.1);
    const list = [];
    for (const properties of this.compounds.all) {
      const chosen = view.basket.includes(properties.code);
      if (!chosen && !this.compounds.isShown(properties, view)) continue;
      const frame = this.compounds.frame(properties.code);
      if (!frame || !bounds.contains([frame.lat, frame.lon])) continue;
      const box = this.#pixels(frame.bounds);
      list.push({ ...this.#wording(properties, zoom), ...this.#centre(frame), chosen, weight: (chosen ? 1e9 : 0) + box });
    }
    return list.sort((a, b) => b.weight - a.weight);
  }

  /** @param {Bounds} bounds px² */
  #pixels([[south, west], [north, east]]) {
    const a = this.map.latLngToLayerPoint([south, west]);
    const b = this.map.latLngToLayerPoint([north, east]);
    return Math.abs((b.x - a.x) * (b.y - a.y));
  }

  /** @param {{lat: number, lon: number}} frame */
  #centre({ lat, lon }) {
    const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
    return { x, y };
  }

  /** @param {CompoundProperties} properties @param {number} zoom */
  #wording({ name, stage, stage_number: number, eligibility }, zoom) {
    const mark = circled(number);
    if (zoom < NAMES_FROM_ZOOM) return { lines: [mark], eligibility, ...room(mark, 1) };
    if (zoom < STAGES_FROM_ZOOM) return { lines: [`${mark}${name}`], eligibility, ...room(mark + name, 1) };
    const second = number ? `${mark} ${label("stages", stage)}` : t("Not yet surveyed");
    return { lines: [name, second], eligibility, ...room(name.length > second.length ? name : second, 2) };
  }

  /** @param {any} candidate */
  #element({ lines, x, y, chosen }) {
    const faded = this.state.view.basket.length && !chosen;
    const texts = lines.map((/** @type {string} */ line, /** @type {number} */ i) => h("span", { class: i ? "second" : null }, line));
    const element = h("div", { class: `compound-label${chosen ? " chosen" : ""}${faded ? " faded" : ""}` }, texts);
    L.DomUtil.setPosition(element, L.point(x, y));
    return element;
  }
}
