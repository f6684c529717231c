import assert from "node:assert/strict";
import test from "node:test";
import { patiently } from "../../static/js/lib/patience.js";

test("the first change after a pause is asked for at once, a flurry once more at its end", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  const tick = (/** @type {number} */ ms) => ((now += ms), context.mock.timers.tick(ms));
  let asked = 0;
  const changed = patiently(() => (asked += 1));
  changed();
  tick(0);
  assert.equal(asked, 1);
  for (let i = 0; i < 5; i++) {
    tick(10);
    changed();
  }
  assert.equal(asked, 1);
  tick(120);
  assert.equal(asked, 2);
  tick(1000);
  changed();
  tick(0);
  assert.equal(asked, 3);
});
