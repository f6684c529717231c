// @ts-check
// A vector tile as flat features in the pixels of the tile on screen.
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { box } from "./geometry.js";

/** @param {ReturnType<VectorTile["layers"][string]["feature"]>} feature @param {string} layer @param {number} scale @returns {TileFeature} */
function flat(feature, layer, scale) {
  const parts = feature.loadGeometry().map((points) => points.flatMap((p) => [p.x * scale, p.y * scale]));
  const properties = feature.id === undefined ? feature.properties : { id: feature.id, ...feature.properties };
  return { layer, type: /** @type {1 | 2 | 3} */ (feature.type), properties, parts, box: box(parts) };
}

/**
 * @param {ArrayBuffer} bytes
 * @param {number} size of the tile on screen, px
 * @returns {TileFeature[]}
 */
export function features(bytes, size) {
  if (!bytes.byteLength) return [];
  const tile = new VectorTile(new PbfReader(new Uint8Array(bytes)));
  return Object.entries(tile.layers).flatMap(([name, layer]) =>
    Array.from({ length: layer.length }, (_, i) => flat(layer.feature(i), name, size / layer.extent)),
  );
}
