// @ts-check
// The file's own sample in its own grid, where the corner of a control point is picked.
import { t } from "../lib/messages.js";
import { L } from "../map/leaflet.js";
import { nearestVertex } from "./place_choice.js";
import { numbered, takePlaces } from "./place_map.js";

const REACH_PX = 24;
const WIDTH = 400;
const LOOK = { className: "sketch-line", weight: 1.5, fill: false, interactive: false };
const CHOSEN = { color: "#14202b", weight: 7, fill: true, fillColor: "#ffb000", fillOpacity: 1, radius: 6, interactive: false };

/** Dispatches "pick" with {x, y} of the file. */
export class Sketch extends EventTarget {
  /** @param {HTMLElement} element @param {number[][][][]} sample shapes of parts of points */
  constructor(element, sample) {
    super();
    this.parts = sample.flat();
    this.vertices = this.parts.flat();
    this.swapped = false;
    // East and north.
    this.middle = [0, 0];
    this.half = [1, 1];
    this.scale = 1;
    this.map = L.map(element, {
      crs: L.CRS.Simple, minZoom: -2, maxZoom: 12, attributionControl: false, zoomControl: false,
    });
    L.control.zoom({ position: "bottomleft", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(this.map);
    this.lines = L.layerGroup().addTo(this.map);
    this.signs = L.layerGroup().addTo(this.map);
    new ResizeObserver(() => this.map.invalidateSize()).observe(element);
    takePlaces(this.map, (at) => this.#pick(at));
  }

  /** Units of the sketch about its middle, so that no digits are lost. @param {number[]} point */
  #at([x, y]) {
    const [east, north] = this.swapped ? [y, x] : [x, y];
    return L.latLng((north - this.middle[1]) * this.scale, (east - this.middle[0]) * this.scale);
  }

  /** @param {boolean} swapped */
  draw(swapped) {
    this.swapped = swapped;
    this.#measure();
    this.lines.clearLayers();
    for (const part of this.parts) {
      const places = part.map((point) => this.#at(point));
      const shape = places.length > 1 ? L.polyline(places, LOOK) : L.circleMarker(places[0], { ...LOOK, radius: 3 });
      shape.addTo(this.lines);
    }
    this.map.fitBounds([[-this.half[1] * this.scale, -this.half[0] * this.scale], [this.half[1] * this.scale, this.half[0] * this.scale]], { padding: [16, 16] });
  }

  #measure() {
    const east = this.vertices.map((point) => point[this.swapped ? 1 : 0]);
    const north = this.vertices.map((point) => point[this.swapped ? 0 : 1]);
    const ends = [east, north].map((each) => [each.reduce((a, b) => Math.min(a, b), Infinity), each.reduce((a, b) => Math.max(a, b), -Infinity)]);
    this.middle = ends.map(([low, high]) => (low + high) / 2);
    this.half = ends.map(([low, high]) => (high - low) / 2 || 1);
    this.scale = WIDTH / (2 * Math.max(...this.half));
  }

  /** @param {number[][]} points @param {{x: number, y: number} | null} pending */
  number(points, pending) {
    this.signs.clearLayers();
    points.forEach((point, i) => L.marker(this.#at(point), { icon: numbered(i + 1), keyboard: false, interactive: false }).addTo(this.signs));
    if (pending) L.circleMarker(this.#at([pending.x, pending.y]), CHOSEN).addTo(this.signs);
  }

  /** @param {any} at */
  #pick(at) {
    const pixel = (/** @type {any} */ place) => this.map.latLngToContainerPoint(place);
    const vertex = nearestVertex(this.vertices, (each) => pixel(this.#at(each)), pixel(at), REACH_PX);
    if (vertex) this.dispatchEvent(new CustomEvent("pick", { detail: { x: vertex[0], y: vertex[1] } }));
  }
}
