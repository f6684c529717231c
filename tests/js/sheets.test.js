import assert from "node:assert/strict";
import test from "node:test";

globalThis.OffscreenCanvas = /** @type {any} */ (class {
  getContext() {
    return { scale() {} };
  }
});
const { sheets } = await import("../../static/js/map/sheets.js");

const line = (/** @type {number} */ points) => ({ type: 2, layer: "segments", properties: {}, box: [0, 0, 1, 1], parts: [new Array(points * 2).fill(1)] });
const look = (/** @type {string} */ key, /** @type {any[]} */ lines) => /** @type {any} */ ({ style: { key }, lines });

function painter(/** @type {any[]} */ features) {
  const done = { strokes: 0, pictures: 0 };
  const ctx = /** @type {any} */ ({ canvas: { width: 256 }, drawImage: () => (done.pictures += 1) });
  const paint = (/** @type {any[]} */ looks) => {
    const put = sheets(ctx, features, 256);
    looks.forEach((each) => put?.(each, "lines", () => (done.strokes += 1)));
    return put;
  };
  return { done, paint };
}

test("a look of a crowded tile is stroked once, and again only where other lines of it are shown", () => {
  const [water, gas, more] = [line(900), line(900), line(2)];
  const { done, paint } = painter([water, gas, more]);
  paint([look("JS", [water]), look("RQ", [gas, more])]);
  assert.deepEqual(done, { strokes: 2, pictures: 2 });
  paint([look("RQ", [gas, more])]);
  paint([look("JS", [water]), look("RQ", [gas, more])]);
  assert.deepEqual(done, { strokes: 2, pictures: 5 });
  paint([look("JS", [water]), look("RQ", [gas])]);
  assert.deepEqual(done, { strokes: 3, pictures: 7 });
});

test("a tile with few lines keeps no pictures", () => {
  assert.equal(painter([line(20)]).paint([]), undefined);
});
