// @ts-check
// Compounds as SVG: filled by stage, chosen by pointer or keyboard, walked with the arrow keys.
import { circled } from "../lib/format.js";
import { towards } from "../lib/geometry.js";
import { label, t } from "../lib/messages.js";
import { L } from "./leaflet.js";
import { SHOWN_BY } from "./compounds.js";
import { compoundStyle } from "./styles.js";

/** @type {Record<string, [number, number]>} unit vectors, north up */
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Says "choose" with {code} when a compound is clicked or entered. */
export class CompoundsLayer extends EventTarget {
  /** @param {LeafletMap} map @param {any} compounds @param {any} state */
  constructor(map, compounds, state) {
    super();
    this.map = map;
    this.compounds = compounds;
    this.state = state;
    /** @type {Map<string, any>} */
    this.layers = new Map();
    this.group = L.featureGroup().addTo(map);
    compounds.addEventListener("change", () => this.draw());
    compounds.addEventListener("matched", () => this.refresh());
    state.follow([...SHOWN_BY, "basket"], () => this.refresh());
    map.on("moveend", () => this.#rove());
  }

  /** Draws all anew. */
  draw() {
    const focused = this.#focused;
    this.group.clearLayers();
    this.layers.clear();
    for (const [code, feature] of this.compounds.byCode) {
      const layer = L.geoJSON(/** @type {any} */ (feature)).getLayers()[0];
      layer.on("click", (/** @type {any} */ event) => {
        L.DomEvent.stopPropagation(event);
        this.#choose(code, event.latlng, event.originalEvent?.shiftKey);
      });
      layer.on("add", () => this.#describe(code, /** @type {any} */ (layer).getElement()));
      this.layers.set(code, layer);
    }
    this.refresh();
    if (focused) this.focus(focused);
  }

  /** Who walks on by keyboard goes on from there. */
  get #focused() {
    const { activeElement } = document;
    return [...this.layers].find(([, layer]) => activeElement && layer.getElement() === activeElement)?.[0];
  }

  /** Shows what the filter lets through, styled for the present selection. */
  refresh() {
    const { view } = this.state;
    const chosen = new Set(view.basket);
    for (const [code, layer] of this.layers) {
      const properties = this.compounds.get(code);
      const shown = chosen.has(code) || this.compounds.isShown(properties, view);
      if (shown !== this.group.hasLayer(layer)) shown ? this.group.addLayer(layer) : this.group.removeLayer(layer);
      layer.setStyle(compoundStyle(properties, chosen.size > 0 && !chosen.has(code)));
      layer.getElement()?.setAttribute("aria-pressed", String(chosen.has(code)));
    }
    this.#rove();
  }

  /** @param {string} code @param {any} element SVG path */
  #describe(code, element) {
    const properties = this.compounds.get(code);
    if (!element || !properties) return;
    const stage = label("stages", properties.stage) || t("Not yet surveyed");
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
    element.setAttribute("data-code", code);
    element.setAttribute("aria-label", `${properties.name}, ${circled(properties.stage_number)} ${stage}`);
    element.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event, code));
    element.addEventListener("focus", () => this.#follow(code));
  }

  /** One compound at a time can be reached by Tab: where the keyboard is, a selected one, or the one amid the view. @param {string} [code] */
  #rove(code = this.#focused) {
    const shown = [...this.layers].filter(([, layer]) => this.group.hasLayer(layer));
    const codes = shown.map(([each]) => each);
    const current = code || codes.find((each) => this.state.view.basket.includes(each)) || this.#middle(codes);
    for (const [each, layer] of shown) layer.getElement()?.setAttribute("tabindex", each === current ? "0" : "-1");
  }

  /** @param {string[]} codes */
  #middle(codes) {
    const { lat, lng } = this.map.getCenter();
    const off = codes.map((each) => {
      const frame = this.compounds.frame(each);
      return Math.hypot(frame.lon - lng, frame.lat - lat);
    });
    return codes[off.indexOf(Math.min(...off))];
  }

  /** @param {KeyboardEvent} event @param {string} code */
  #key(event, code) {
    if (event.key === "Enter" || event.key === " ") this.#choose(code, null, event.shiftKey);
    else if (event.key in ARROWS) this.#walk(code, ARROWS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} code @param {[number, number]} direction */
  #walk(code, direction) {
    const codes = [...this.layers].filter(([, layer]) => this.group.hasLayer(layer)).map(([each]) => each);
    const squeeze = Math.cos((this.map.getCenter().lat * Math.PI) / 180);
    const points = codes.map((each) => {
      const { lon, lat } = this.compounds.frame(each);
      return /** @type {[number, number]} */ ([lon * squeeze, lat]);
    });
    const next = towards(points, codes.indexOf(code), direction);
    if (next >= 0) this.focus(codes[next]);
  }

  /** @param {string} code */
  focus(code) {
    this.#rove(code);
    this.layers.get(code)?.getElement()?.focus({ preventScroll: true });
  }

  /** @param {string} code */
  #follow(code) {
    const { lat, lon } = this.compounds.frame(code);
    if (!this.map.getBounds().pad(-0.08).contains([lat, lon])) this.map.panTo([lat, lon]);
  }

  /** @param {string} code @param {any} latlng @param {boolean} [add] to the selection */
  #choose(code, latlng, add = false) {
    this.dispatchEvent(new CustomEvent("choose", { detail: { code, latlng, add } }));
  }
}
