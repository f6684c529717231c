// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { isInside } from "../../static/js/lib/geometry.js";
import { innerPoint } from "../../static/js/lib/inner_point.js";

/** @param {[number, number] | null} point */
const found = (point) => point || assert.fail("no point");
const SQUARE = [0, 0, 100, 0, 100, 100, 0, 100, 0, 0];

test("an area seen whole is named in its middle", () => {
  const [x, y] = found(innerPoint([SQUARE], [-50, -50, 150, 150]));
  assert.ok(Math.abs(x - 50) < 10 && Math.abs(y - 50) < 12, `${x} ${y}`);
});

test("an area seen in part is named in the part that is seen", () => {
  const [x, y] = found(innerPoint([SQUARE], [80, 80, 300, 300]));
  assert.ok(x > 80 && x < 100 && y > 80 && y < 100, `${x} ${y}`);
});

test("the name of a bent area lies inside it", () => {
  const bent = [0, 0, 100, 0, 100, 10, 10, 10, 10, 100, 0, 100, 0, 0];
  const [x, y] = found(innerPoint([bent], [0, 0, 100, 100]));
  assert.ok(isInside([bent], x, y));
});

test("an area out of sight has no name", () => {
  assert.equal(innerPoint([SQUARE], [200, 200, 300, 300]), null);
});
