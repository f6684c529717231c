// Where everything of a cross-section stands.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTH, extent, heading, layout, ticks, whereOf } from "../../static/js/map/section_layout.js";

/** @param {number} offset_m @param {number | null} depth_m @param {object} more @returns {any} */
const line = (offset_m, depth_m = 1, more = {}) => ({ id: offset_m, network_class: "JS", offset_m, depth_m, diameter_mm: 200, placement: "ZM", ...more });
/** @param {any[]} lines @returns {any} */
const section = (lines) => ({ street: "", width_m: 20, half_m: 20, axis: [116, 36], cut: [[116, 36], [116.001, 36]], lines });

test("a line lies where its laying and its depth say, and nowhere where neither is known", () => {
  assert.equal(whereOf(line(0)), "buried");
  assert.equal(whereOf(line(0, null, { placement: "JK" })), "overhead");
  assert.equal(whereOf(line(0, null, { placement: "DM" })), "ground");
  assert.equal(whereOf(line(0, null, { placement: null })), "unknown");
});

test("offsets go from left to right and depths downwards, in proportion", () => {
  const { marks, x, y, ground } = layout(section([line(-10, 1), line(0, 2), line(5, null, { placement: null })]));
  assert.equal(marks[1].x, x(0));
  assert.ok(Math.abs((marks[1].x - marks[0].x) - 2 * (marks[2].x - marks[1].x)) < 1e-6);
  // The top of a pipe lies at its depth.
  assert.ok(Math.abs(marks[0].y - marks[0].radius - y(1)) < 1e-6);
  assert.ok(Math.abs((y(2) - ground) - 2 * (y(1) - ground)) < 1e-6);
});

test("everything stays inside the drawing", () => {
  const { marks, height } = layout(section([line(-19, 4.7, { diameter_mm: 1500 }), line(19, null, { placement: "JK" }), line(3, null)]));
  for (const { x, y, radius } of marks) {
    assert.ok(x - radius > 0 && x + radius < WIDTH);
    assert.ok(y - radius > 0 && y + radius < height);
  }
  assert.deepEqual(extent(section([])), { half: 11, deep: 2 });
});

test("numbers of neighbours do not run into one another", () => {
  const { marks } = layout(section([0, 0.2, 0.4, 0.6].map((offset) => line(offset, 1))));
  const taken = marks.map(({ x, labelY }) => [x, labelY]);
  for (const [i, [x, y]] of taken.entries()) for (const [x2, y2] of taken.slice(i + 1)) assert.ok(Math.abs(x - x2) >= 18 || Math.abs(y - y2) >= 11);
});

test("axes have round steps, and a cut its points of the compass", () => {
  assert.deepEqual(ticks(0, 2.5, 6), [0, 0.5, 1, 1.5, 2, 2.5]);
  assert.deepEqual(ticks(-11, 11, 12), [-10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10]);
  const cuts = /** @type {[number, number][][]} */ ([[[0, 0], [0, 1]], [[0, 0], [1, 0]], [[0, 1], [0, 0]], [[1, 0], [0, 0]]]);
  assert.deepEqual(cuts.map(heading), [0, 2, 4, 6]);
});
