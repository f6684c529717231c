// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { PbfWriter } from "pbf";
import { features } from "../../static/js/lib/tile.js";

/** One line of one layer, (0,0) to (extent, extent). */
function tileOfOneLine() {
  const zigzag = (/** @type {number} */ n) => (n << 1) ^ (n >> 31);
  const feature = (/** @type {any} */ _, /** @type {PbfWriter} */ pbf) => {
    pbf.writePackedVarint(2, [0, 0]);
    pbf.writeVarintField(3, 2);
    pbf.writePackedVarint(4, [9, 0, 0, 10, zigzag(4096), zigzag(4096)]);
  };
  const layer = (/** @type {any} */ _, /** @type {PbfWriter} */ pbf) => {
    pbf.writeVarintField(15, 2);
    pbf.writeStringField(1, "segments");
    pbf.writeMessage(2, feature, null);
    pbf.writeStringField(3, "network_class");
    pbf.writeMessage(4, (_value, inner) => inner.writeStringField(1, "RQ"), null);
    pbf.writeVarintField(5, 4096);
  };
  const pbf = new PbfWriter();
  pbf.writeMessage(3, layer, null);
  return pbf.finish().slice().buffer;
}

test("a tile is decoded into the pixels it is drawn on", () => {
  const [feature, ...rest] = features(/** @type {ArrayBuffer} */ (tileOfOneLine()), 256);
  assert.deepEqual(rest, []);
  assert.equal(feature.layer, "segments");
  assert.equal(feature.type, 2);
  assert.equal(feature.properties.network_class, "RQ");
  assert.deepEqual(feature.parts, [[0, 0, 256, 256]]);
  assert.deepEqual(feature.box, [0, 0, 256, 256]);
});

test("an empty answer is a tile without features", () => {
  assert.deepEqual(features(new ArrayBuffer(0), 256), []);
});
