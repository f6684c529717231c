// @ts-check
// A map with the county's quiet ground under it, for small tasks beside the map page.
import { L, createMap } from "../map/leaflet.js";
import { followColourScheme, groundLayer } from "../map/network_layer.js";
import { emptyView } from "../lib/permalink.js";

/** The ground alone: no filter, nothing hidden. */
const STILL = { view: emptyView(), follow: (/** @type {string[]} */ _names, /** @type {Function} */ callback) => callback(emptyView()) };

/**
 * @param {HTMLElement} element @param {string} config Django's leaflet_json_config
 * @param {Bounds} [bounds]
 */
export function groundedMap(element, config, bounds) {
  element.dataset.leaflet = config;
  const map = createMap(element, emptyView(), bounds);
  const ground = groundLayer(STILL);
  map.addLayer(ground);
  followColourScheme(element, [ground]);
  // The wheel and the thumb are the page's until somebody clicks into the map.
  map.scrollWheelZoom.disable();
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur mouseout", () => map.scrollWheelZoom.disable());
  if (L.Browser.mobile) map.dragging.disable();
  return map;
}
