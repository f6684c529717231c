// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { places, roomFor, wording } from "../../static/js/map/label_places.js";

/** @param {number[]} part @param {Record<string, any>} [properties] */
const line = (part, properties = {}) => /** @type {TileFeature} */ ({ layer: "segments", type: 2, properties, parts: [part], box: [0, 0, 0, 0] });
const WIDE = 60;

test("a pipe is named by class and nominal diameter, a cable by its duct's", () => {
  assert.equal(wording({ network_class: "JS", diameter_mm: 200 }), "JS DN200");
  assert.equal(wording({ network_class: "TX", diameter_mm: 110 }), "TX Ø110");
  assert.equal(wording({ network_class: "JS", diameter_mm: 200, material: "PE", depth_m: 1.25 }), "JS DN200 PE ↓1.3");
  assert.equal(wording({ network_class: "DL", depth_m: 0 }), "DL ↓0.0");
});

test("a size that the viewer may not know is not written", () => {
  assert.equal(wording({ network_class: "RQ" }), "RQ");
  assert.equal(wording({ network_class: "RQ", diameter_mm: null }), "RQ");
});

test("a label stands in the middle of the longest straight stretch and never upside down", () => {
  const [middle] = places(line([240, 100, 40, 100, 40, 120]), WIDE);
  assert.deepEqual([middle.x, middle.y], [140, 100]);
  assert.ok(Math.abs(middle.angle) < 1e-9);
});

test("what lies beyond the tile's edge is the next tile's to name", () => {
  const [middle] = places(line([-500, 100, 100, 100]), WIDE);
  assert.equal(middle.x, 50);
  assert.deepEqual(places(line([-500, 100, 40, 100]), WIDE), []);
  assert.deepEqual(places(line([-60, -5, 300, -5]), WIDE), []);
});

test("a label gives way to a name and to another label, and moves along where that is taken", () => {
  const [middle, , , ahead] = places(line([0, 100, 250, 100]), WIDE).map((place) => ({ ...place, text: "JS", feature: line([]) }));
  const room = roomFor(middle, 13, [], []);
  assert.ok(room);
  const taken = [room];
  assert.equal(roomFor(middle, 13, [{ x: 125, y: 100, width: 80, height: 20 }], []), null);
  assert.equal(roomFor({ ...middle, text: "RQ", y: 104 }, 13, [], taken), null);
  assert.ok(roomFor({ ...ahead, text: "RQ", y: 104 }, 13, [], taken));
});

test("the same words are not repeated side by side", () => {
  const [middle, ahead] = places(line([0, 100, 250, 100]), WIDE).map((place) => ({ ...place, text: "JS DN200", feature: line([]) }));
  const room = roomFor(middle, 13, [], []);
  assert.ok(room && !roomFor(ahead, 13, [], [room]));
});
