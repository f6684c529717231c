// @ts-check
// The shapes around, to which corners snap: exactly as on record, faint on the map.
import { getJson } from "../api.js";
import { L } from "../leaflet.js";

const FROM_ZOOM = 15;
const MOST_DEGREES = 0.024; // half of what the server takes
const LOOK = { color: "#0b5cad", weight: 1, opacity: 0.55, fill: false, dashArray: "2 4", interactive: false, snapIgnore: false, pmIgnore: true };
const KINDS = {
  compound: ["compound", "district"],
  building: ["building", "compound"],
  barrier: ["compound"],
  segment: ["segment", "node", "building"],
};

/** Follows the map while something is edited. */
export class Surroundings {
  /** @param {any} map @param {(failed: unknown) => void} fail */
  constructor(map, fail) {
    this.map = map;
    this.fail = fail;
    this.group = L.layerGroup();
    this.abort = new AbortController();
    /** @type {{kind: string, key: string, geometry: any}[]} */
    this.shapes = [];
    this.onMove = () => this.refresh();
  }

  /** @param {keyof typeof KINDS} kind @param {string} key of the shape in hand, left out */
  start(kind, key) {
    this.kind = kind;
    this.key = key;
    this.group.addTo(this.map);
    this.map.on("moveend", this.onMove);
    return this.refresh();
  }

  stop() {
    this.abort.abort();
    this.map.off("moveend", this.onMove);
    this.group.clearLayers().remove();
    this.shapes = [];
  }

  async refresh() {
    this.abort.abort();
    this.abort = new AbortController();
    if (this.map.getZoom() < FROM_ZOOM) return;
    try {
      const kinds = KINDS[/** @type {keyof typeof KINDS} */ (this.kind)].join(",");
      const { shapes } = await getJson(`/map/edit/near.json?kinds=${kinds}&bbox=${this.#box()}`, this.abort.signal);
      this.#draw(shapes.filter((/** @type {any} */ each) => each.kind !== this.kind || each.key !== this.key));
    } catch (failed) {
      this.fail(failed);
    }
  }

  #box() {
    const [bounds, { lat, lng }] = [this.map.getBounds(), this.map.getCenter()];
    const [west, south] = [Math.max(bounds.getWest(), lng - MOST_DEGREES), Math.max(bounds.getSouth(), lat - MOST_DEGREES)];
    const [east, north] = [Math.min(bounds.getEast(), lng + MOST_DEGREES), Math.min(bounds.getNorth(), lat + MOST_DEGREES)];
    return [west, south, east, north].map((edge) => edge.toFixed(6)).join(",");
  }

  /** @param {any[]} shapes */
  #draw(shapes) {
    this.shapes = shapes;
    this.group.clearLayers();
    for (const { geometry } of shapes) {
      const options = /** @type {any} */ ({ pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { ...LOOK, radius: 4 }) });
      for (const layer of /** @type {any[]} */ (L.geoJSON(geometry, options).getLayers())) {
        Object.assign(layer.options, LOOK);
        this.group.addLayer(layer);
      }
    }
  }
}
