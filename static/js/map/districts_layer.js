// @ts-check
// Outlines and names of the street offices, and the county town's limit.
import { h } from "../lib/elements.js";
import { isWanted } from "../lib/filter.js";
import { innerPoint } from "../lib/inner_point.js";
import { boot } from "../lib/messages.js";
import { getJson } from "./api.js";
import { L } from "./leaflet.js";
import { palette } from "./paint_ground.js";

const NAMES_UP_TO_ZOOM = 14;
// What lies over the map at its edges, and half a name.
const FREE_PX = { left: 60, top: 76, right: 110, bottom: 40 };

/** @param {any} feature @param {string[]} chosen */
function look({ properties }, chosen) {
  const mine = isWanted(chosen, properties.code);
  return { color: palette().district, weight: chosen.length && mine ? 3.5 : 2.4, dashArray: "10 4 2 4", opacity: mine ? 0.85 : 0.3, fill: true, fillColor: "#54606c", fillOpacity: mine ? 0 : 0.16, interactive: false };
}

/** Each name into the part of its district that is seen. @param {LeafletMap} map @param {any} names */
function showNames(map, names) {
  if (map.getZoom() > NAMES_UP_TO_ZOOM) return names.remove();
  const { x, y } = map.getSize();
  const at = (/** @type {[number, number]} */ point) => map.containerPointToLatLng(point);
  const [northWest, southEast] = [at([FREE_PX.left, FREE_PX.top]), at([x - FREE_PX.right, y - FREE_PX.bottom])];
  names.addTo(map).eachLayer((/** @type {any} */ marker) => {
    const place = innerPoint(marker.rings, [northWest.lng, southEast.lat, southEast.lng, northWest.lat]);
    marker.setOpacity(place ? 1 : 0);
    if (place) marker.setLatLng([place[1], place[0]]);
  });
  // Numbers of compounds give way to them.
  map.fire("named");
}

/** Flat rings of a district. @param {any} geometry @returns {number[][]} */
const rings = ({ type, coordinates }) => (type === "Polygon" ? coordinates : coordinates.flat()).map((/** @type {number[][]} */ ring) => ring.flat());

/** @param {LeafletMap} map @param {any} state */
export async function districtsLayer(map, state) {
  const renderer = L.svg({ pane: "hulls", padding: 0.3 });
  const [districts, town] = await Promise.all(["districts", "town_area"].map((name) => getJson(`/map/features/${name}.geojson`)));
  const options = /** @type {any} */ ({ renderer, interactive: false });
  const limit = L.geoJSON(town, { ...options, style: () => ({ color: palette().rail, weight: 1.4, dashArray: "2 5", fill: false, interactive: false }) });
  const borders = L.geoJSON(districts, { ...options, style: (/** @type {any} */ each) => look(each, state.view.district) });
  const names = L.layerGroup();
  borders.eachLayer((/** @type {any} */ layer) => {
    const icon = L.divIcon({ className: "district-name", html: "", iconSize: undefined });
    const marker = L.marker(layer.getBounds().getCenter(), { icon, interactive: false, keyboard: false, pane: "labels" });
    marker.on("add", () => marker.getElement()?.replaceChildren(h("span", {}, layer.feature.properties.name)));
    Object.assign(marker, { rings: rings(layer.feature.geometry) });
    marker.addTo(names);
  });
  const ground = L.layerGroup([limit, borders]);
  const draw = () => {
    const shown = !state.view.layers.includes("districts");
    borders.setStyle((/** @type {any} */ each) => look(each, state.view.district));
    if (shown) ground.addTo(map);
    else ground.remove();
    if (shown) showNames(map, names);
    else names.remove();
  };
  map.on("moveend", () => !state.view.layers.includes("districts") && showNames(map, names));
  state.follow(["layers", "district"], draw);
  return boot.districts?.length ? null : districts;
}
