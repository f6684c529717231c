// @ts-check
// What lies under the pointer besides compounds: a line or point, a building, a river or railway.
import { isInside, nearest } from "../lib/geometry.js";
import { featureKey } from "./paint_network.js";

// Before, a building is too small to be meant.
const BUILDINGS_FROM_ZOOM = 16;
const NEAR_PX = 6;

/** Its card as kind:key, or nothing. @param {any} page @param {any} latlng @param {boolean} isInCompound where rivers and railways are not meant */
export function hit({ map, network, ground, state }, latlng, isInCompound) {
  const line = network.pick(map, latlng);
  if (line) return featureKey(line);
  const { tile, x, y } = ground.place(map, latlng);
  const shown = (/** @type {string} */ name) => /** @type {TileFeature[]} */ (state.view.layers.includes(name) ? [] : tile?.features.filter((/** @type {TileFeature} */ each) => each.layer === name) || []);
  const around = (/** @type {TileFeature[]} */ areas) => areas.find((each) => each.type === 3 && isInside(each.parts, x, y));
  const building = map.getZoom() >= BUILDINGS_FROM_ZOOM && around(shown("buildings"));
  const found = building || (!isInCompound && (around(shown("barriers")) || nearest(shown("barriers"), x, y, NEAR_PX)));
  return found ? featureKey(found) : "";
}
