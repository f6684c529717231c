// @ts-check
// The rows of an import on the map, one layer per status, problems as signs above them.
import { h } from "../lib/elements.js";
import { L } from "../map/leaflet.js";
import { groundedMap } from "./ground.js";
import { RINGS, STATUSES, look } from "./preview_styles.js";

const CLOSE_ZOOM = 18;
// Beyond this many shapes an SVG element each would be slow.
const CANVAS_FROM = 1500;
// Beyond this many, signs of full size would hide the shapes.
const MANY_SIGNS = 150;
const ABOVE = 10_000;
const SIGNS = /** @type {Record<string, string>} */ ({ error: "▲", warning: "◆" });

/** Dispatches "choose" with {row} when a shape or sign is clicked. */
export class PreviewMap extends EventTarget {
  /** @param {HTMLElement} element @param {any} preview of preview.json @param {Bounds | undefined} county */
  constructor(element, preview, county) {
    super();
    this.map = groundedMap(element, element.dataset.leaflet || "{}", county);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    /** @type {Map<number, any>} */
    this.byRow = new Map();
    /** @type {Record<string, any>} */
    this.layers = {};
    this.rings = L.layerGroup().addTo(this.map);
    this.#shapes(preview.features);
    this.#problems(preview.problems.features);
    this.dark.addEventListener("change", () => STATUSES.forEach((status) => this.layers[status]?.setStyle(look(status, this.dark.matches))));
    if (preview.bounds) this.frame(preview.bounds);
  }

  /** @param {[number, number, number, number]} bounds */
  frame([west, south, east, north]) {
    this.map.fitBounds([[south, west], [north, east]], { maxZoom: CLOSE_ZOOM, padding: [30, 30], animate: false });
  }

  /** @param {any[]} features */
  #shapes(features) {
    const renderer = features.length > CANVAS_FROM ? L.canvas({ tolerance: 5 }) : L.svg({ padding: 0.3 });
    for (const status of STATUSES) {
      const mine = features.filter((each) => each.properties.status === status && each.geometry);
      if (!mine.length) continue;
      const style = look(status, this.dark.matches);
      const options = {
        renderer, style: () => style,
        pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { renderer, ...style }),
        onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => this.#follow(feature, layer),
      };
      this.layers[status] = L.geoJSON(/** @type {any} */ ({ type: "FeatureCollection", features: mine }), /** @type {any} */ (options)).addTo(this.map);
    }
  }

  /** @param {any} feature @param {any} layer */
  #follow({ properties }, layer) {
    if (properties.row !== null) this.byRow.set(properties.row, layer);
    layer.on("click", (/** @type {any} */ event) => (L.DomEvent.stop(event), this.#choose(properties, event.latlng)));
  }

  /** @param {any[]} features */
  #problems(features) {
    const crowd = features.length > MANY_SIGNS ? "many" : "";
    for (const [severity, sign] of Object.entries(SIGNS)) {
      const markers = features.filter(({ properties }) => properties.severity === severity).map((each) => this.#sign(each, sign, crowd));
      if (markers.length) this.layers[severity] = L.layerGroup(markers).addTo(this.map);
    }
  }

  /** @param {any} feature @param {string} sign @param {string} crowd */
  #sign({ properties, geometry }, sign, crowd) {
    const [lon, lat] = geometry.coordinates;
    const icon = L.divIcon({ className: `problem-sign ${properties.severity} ${crowd}`, html: sign, iconSize: crowd ? [14, 14] : [22, 22] });
    const marker = L.marker([lat, lon], { icon, keyboard: false, title: properties.message, zIndexOffset: properties.severity === "error" ? ABOVE : 0 });
    return marker.on("click", (/** @type {any} */ event) => this.#choose(properties, event.latlng));
  }

  /** @param {any} properties @param {any} at */
  #choose(properties, at) {
    this.ring(properties.row);
    this.dispatchEvent(new CustomEvent("choose", { detail: { ...properties, at } }));
  }

  /** @param {string} name @param {boolean} shown */
  toggle(name, shown) {
    if (shown) this.layers[name]?.addTo(this.map);
    else this.layers[name]?.remove();
  }

  /** Draws the selection's ring. @param {number | null} row */
  ring(row) {
    this.rings.clearLayers();
    const layer = row === null ? null : this.byRow.get(row);
    if (!layer) return null;
    const shape = layer.toGeoJSON();
    for (const style of RINGS) {
      const circle = (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { ...style, radius: 11 });
      L.geoJSON(shape, /** @type {any} */ ({ style: () => style, interactive: false, pointToLayer: circle })).addTo(this.rings);
    }
    return layer;
  }

  /** @param {number | null} row @param {[number, number] | null} lonLat */
  show(row, lonLat) {
    const layer = this.ring(row);
    const bounds = layer?.getBounds?.();
    if (bounds) this.map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
    else if (lonLat) this.map.setView([lonLat[1], lonLat[0]], CLOSE_ZOOM);
  }

  /** @param {any} at @param {string} title @param {string[]} lines */
  say(at, title, lines) {
    const content = h("div", {}, h("p", {}, h("strong", {}, title)), lines.map((line) => h("p", {}, line)));
    L.popup({ maxWidth: 320, autoPanPadding: [20, 20] }).setLatLng(at).setContent(content).openOn(this.map);
  }
}
