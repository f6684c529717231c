// @ts-check
// The map of the place: the county, its compounds, the sample as stated (grey, dashed) and as placed (blue).
import { h } from "../lib/elements.js";
import { getJson } from "../map/api.js";
import { L } from "../map/leaflet.js";
import { groundedMap } from "./ground.js";
import { nearestVertex } from "./place_choice.js";

const CLOSE_ZOOM = 18;
const SNAP_PX = 12;
const LOOKS = /** @type {Record<string, any>} */ ({
  county: { weight: 2, dashArray: "10 4 2 4", fill: false },
  known: { weight: 1, fill: false },
  before: { weight: 2.5, dashArray: "7 5", fillOpacity: 0.1, radius: 3 },
  after: { weight: 2.5, fillOpacity: 0.2, radius: 4 },
});
const LIGHT = /** @type {Record<string, string>} */ ({ county: "#7a5aa6", known: "#8a949d", before: "#3b4650", after: "#0b5cad" });
const DARK = /** @type {Record<string, string>} */ ({ county: "#b79be0", known: "#77838e", before: "#c3ced8", after: "#7fb6f0" });

/** A numbered sign of a control point. @param {number} number */
export const numbered = (number) => L.divIcon({ className: "control-point", html: String(number), iconSize: [22, 22] });

/**
 * Lets a place be taken by a click, or by Enter at the cross in the middle.
 * @param {any} map @param {(at: any) => void} take
 */
export function takePlaces(map, take) {
  map.on("click", (/** @type {any} */ event) => take(event.latlng));
  map.getContainer().append(h("span", { class: "cross", "aria-hidden": "true" }));
  map.getContainer().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    event.preventDefault();
    take(map.getCenter());
  });
}

/** Dispatches "pick" with {lon, lat}. */
export class PlaceMap extends EventTarget {
  /** @param {HTMLElement} element @param {any} county GeoJSON or null */
  constructor(element, county) {
    super();
    this.map = groundedMap(element, element.dataset.leaflet || "{}");
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    /** @type {Record<string, any>} */
    this.layers = {};
    /** @type {any[]} */
    this.corners = [];
    this.signs = L.layerGroup().addTo(this.map);
    this.draw("county", county);
    if (this.layers.county) this.map.fitBounds(this.layers.county.getBounds());
    takePlaces(this.map, (at) => this.#pick(at));
    this.dark.addEventListener("change", () => Object.keys(this.layers).forEach((name) => this.layers[name].setStyle(this.#look(name))));
    this.#drawKnown();
  }

  /** @param {string} name */
  #look(name) {
    const color = (this.dark.matches ? DARK : LIGHT)[name];
    return { ...LOOKS[name], color, fillColor: color, interactive: false };
  }

  /** @param {string} name @param {any} shapes GeoJSON or null */
  draw(name, shapes) {
    this.layers[name]?.remove();
    delete this.layers[name];
    if (!shapes) return;
    const look = this.#look(name);
    const options = { style: () => look, interactive: false, pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, look) };
    this.layers[name] = L.geoJSON(shapes, /** @type {any} */ (options)).addTo(this.map);
  }

  /** What the county has on record, to compare with and to snap to. */
  async #drawKnown() {
    const known = await getJson("/map/features/compounds.geojson").catch(() => null);
    if (!known?.features?.length) return;
    this.draw("known", known);
    this.layers.known.bringToBack();
    this.layers.known.eachLayer((/** @type {any} */ layer) => this.corners.push(...layer.getLatLngs().flat(2)));
  }

  /** Frames what was placed, and the county too where some of it lies outside. @param {boolean} withCounty */
  frame(withCounty) {
    const placed = this.layers.after?.getBounds();
    const county = this.layers.county?.getBounds();
    if (!placed?.isValid()) return county && this.map.fitBounds(county);
    const bounds = withCounty && county ? placed.extend(county) : placed;
    return this.map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM, padding: [24, 24] });
  }

  /** @param {number[][]} points */
  number(points) {
    this.signs.clearLayers();
    points.forEach(([, , lon, lat], i) => L.marker([lat, lon], { icon: numbered(i + 1), keyboard: false, interactive: false }).addTo(this.signs));
  }

  /** @param {any} at */
  #pick(at) {
    const pixel = (/** @type {any} */ place) => this.map.latLngToContainerPoint(place);
    const { lat, lng } = nearestVertex(this.corners, pixel, pixel(at), SNAP_PX) || at;
    this.dispatchEvent(new CustomEvent("pick", { detail: { lon: lng, lat } }));
  }
}
