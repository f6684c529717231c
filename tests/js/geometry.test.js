// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { box, hull, isInside, nearest, shifted, towards } from "../../static/js/lib/geometry.js";

/** @param {number[]} line @param {string} id */
const line = (line, id) => ({ id, parts: [line], box: box([line]), type: 2 });

test("the nearest line within the tolerance is hit", () => {
  const features = [line([0, 0, 100, 0], "low"), line([0, 10, 100, 10], "high")];
  assert.equal(nearest(features, 50, 7, 6)?.id, "high");
  assert.equal(nearest(features, 50, 4, 6)?.id, "low");
  assert.equal(nearest(features, 50, 40, 6), null);
  assert.equal(nearest(features, 110, 0, 6), null);
});

test("a point is hit before the line beneath it", () => {
  const point = { id: "valve", parts: [[50, 2]], box: box([[50, 2]]), type: 1 };
  assert.equal(nearest([line([0, 0, 100, 0], "pipe"), point], 50, 0.5, 6)?.id, "valve");
});

test("one hit among the lines of a dense tile takes less than a millisecond", () => {
  const features = Array.from({ length: 600 }, (_, i) => line([0, i / 2, 128, i / 2 + 3, 256, i / 2], String(i)));
  nearest(features, 100, 100, 7);
  const start = performance.now();
  for (let i = 0; i < 200; i++) nearest(features, i, 120, 7);
  assert.ok((performance.now() - start) / 200 < 1);
});

test("inside an outline is not inside its hole", () => {
  const rings = [[0, 0, 10, 0, 10, 10, 0, 10, 0, 0], [4, 4, 6, 4, 6, 6, 4, 6, 4, 4]];
  assert.equal(isInside(rings, 2, 2), true);
  assert.equal(isInside(rings, 5, 5), false);
  assert.equal(isInside(rings, 12, 5), false);
});

test("the hull leaves inner points out", () => {
  const around = hull([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2], [1, 3]]);
  assert.deepEqual(around.map(String).sort(), ["0,0", "0,4", "4,0", "4,4"]);
});

test("arrow keys walk to the nearest in that direction and stop at the edge", () => {
  /** @type {[number, number][]} */
  const points = [[0, 0], [1, 0.1], [3, 0], [0, 5], [-1, 4]];
  assert.equal(towards(points, 0, [1, 0]), 1);
  assert.equal(towards(points, 0, [0, 1]), 4);
  assert.equal(towards(points, 2, [1, 0]), -1);
});

test("a line is moved to the same side whichever way it was digitised", () => {
  const there = Array.from(shifted([0, 0, 10, 0], 2));
  const back = Array.from(shifted([10, 0, 0, 0], 2));
  assert.equal(there[1], back[3]);
  assert.equal(Math.abs(there[1]), 2);
});
