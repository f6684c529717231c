// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { spread } from "../../static/js/map/lanes.js";

const ZOOM = 17;
const CLASSES = ["DL", "JS", "YS", "RQ"];

/** Lines 1 px apart, the first class first. @param {string[]} classes @param {(across: number) => number[]} place */
const bundle = (classes, place) => classes.map((code, i) => /** @type {TileFeature} */ ({
  layer: "segments", type: 2, properties: { network_class: code }, parts: [place(i)], box: [0, 0, 256, 256],
}));

/** Gaps between neighbours after spreading, along one axis. @param {TileFeature[]} lines @param {0 | 1} axis */
function gaps(lines, axis) {
  spread(lines, ZOOM);
  const at = lines.map((line) => line.parts[0][axis]).sort((a, b) => a - b);
  return at.slice(1).map((each, i) => each - at[i]);
}

/** @param {(across: number) => number[]} place @param {0 | 1} axis */
function staysTellable(place, axis) {
  for (const classes of [CLASSES, [...CLASSES].reverse()]) {
    for (const gap of gaps(bundle(classes, place), axis)) assert.ok(gap > 2, `${classes}: ${gap}`);
  }
}

test("lines of a street are further apart than they lie, whichever way round they lie", () => {
  staysTellable((i) => [0, 100 + i, 200, 100 + i], 1);
});

test("the same goes for a street due north, each of its lines a hair askew and digitised either way", () => {
  staysTellable((i) => (i % 2 ? [100 + i, 0, 100.01 + i, 200] : [100 + i, 200, 99.99 + i, 0]), 0);
});

test("two parts of a town with opposite orders do not decide for each other where they run in other directions", () => {
  const east = bundle(CLASSES, (i) => [0, 100 + i, 200, 100 + i]);
  const north = bundle([...CLASSES].reverse(), (i) => [100 + i, 0, 100 + i, 200]);
  spread([...east, ...north], ZOOM);
  const rows = east.map((line) => line.parts[0][1]);
  const columns = north.map((line) => line.parts[0][0]);
  assert.deepEqual(rows, [...rows].sort((a, b) => a - b));
  assert.deepEqual(columns, [...columns].sort((a, b) => a - b));
});

test("close up every line lies where it is", () => {
  const [line] = bundle(["LD"], () => [0, 100, 200, 100]);
  spread([line], 19);
  assert.deepEqual(line.parts, [[0, 100, 200, 100]]);
});
