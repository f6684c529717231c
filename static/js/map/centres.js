// @ts-check
// Where the compounds lie that the filter lets through: the middle of each, as drawn.
import { weightOf } from "./area_shapes.js";
import { L } from "./leaflet.js";

const TILE_PX = 256;

/** @param {any} page @returns {Map<string, {lat: number, lon: number}>} */
export function centres(page) {
  return page.tiles ? ofTiles(page) : ofShapes(page);
}

/** @param {any} page */
function ofShapes({ compounds, state }) {
  const found = new Map();
  for (const properties of compounds.all) {
    if (!compounds.isShown(properties, state.view)) continue;
    const middle = weightOf(compounds.rings(properties.code).map((/** @type {[number, number][]} */ ring) => ring.flat()));
    found.set(properties.code, { lat: middle.y, lon: middle.x });
  }
  return found;
}

/** Parts that tile borders cut are put together again by their weight. @param {any} page */
function ofTiles({ tiles, map }) {
  /** @type {Map<string, {twice: number, x: number, y: number}>} */
  const sums = new Map();
  for (const { coords, features } of tiles.drawn.values()) {
    if (coords.z !== map.getZoom()) continue;
    for (const each of features.filter(tiles.source.isPicked)) {
      const part = weightOf(each.parts);
      const sum = sums.get(each.properties.code) || { twice: 0, x: 0, y: 0 };
      const weight = Math.abs(part.twice) || 1e-9;
      sum.twice += weight;
      sum.x += weight * (part.x + coords.x * TILE_PX);
      sum.y += weight * (part.y + coords.y * TILE_PX);
      sums.set(each.properties.code, sum);
    }
  }
  return new Map([...sums].map(([code, { twice, x, y }]) => {
    const { lat, lng } = map.unproject(L.point(x / twice, y / twice), map.getZoom());
    return [code, { lat, lon: lng }];
  }));
}
