// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { corners, isTap, weightOf } from "../../static/js/map/area_shapes.js";
import { nextLetter, readKept } from "../../static/js/map/kept_alternatives.js";
import { read, stepped } from "../../static/js/map/undo.js";
import { combined } from "../../static/js/map/taking.js";

test("an area replaces the selection, adds to it or takes from it, each compound once", () => {
  assert.deepEqual(combined(["a", "b"], ["b", "c"], "new"), ["b", "c"]);
  assert.deepEqual(combined(["a", "b"], ["b", "c"], "add"), ["a", "b", "c"]);
  assert.deepEqual(combined(["a", "b"], ["b", "c"], "take"), ["a"]);
});

test("a step after an undo forgets what was undone", () => {
  let past = stepped(stepped(stepped({ steps: [[]], at: 0 }, ["a"]), ["a", "b"]), ["a", "b"]);
  assert.equal(past.steps.length, 3);
  past = stepped({ ...past, at: 1 }, ["c"]);
  assert.deepEqual(past, { steps: [[], ["a"], ["c"]], at: 2 });
});

test("only so many steps are kept, the latest", () => {
  let past = /** @type {import("../../static/js/map/undo.js").Past} */ ({ steps: [[]], at: 0 });
  for (let i = 0; i < 100; i++) past = stepped(past, [String(i)]);
  assert.equal(past.steps.length, 60);
  assert.equal(past.at, 59);
  assert.deepEqual(past.steps[59], ["99"]);
});

test("what was stored by something else is not read", () => {
  for (const text of [null, "", "{", "[]", '{"steps":[[1]],"at":0}', '{"steps":[["a"]],"at":4}', '{"steps":"ab","at":0}']) {
    assert.deepEqual(read(text), { steps: [[]], at: 0 }, String(text));
  }
  assert.deepEqual(read('{"steps":[[],["a"]],"at":1}'), { steps: [[], ["a"]], at: 1 });
});

test("a rectangle is spanned by where the pointer went down and up", () => {
  assert.deepEqual(corners("rectangle", [[10, 20], [99, 5], [30, 60]]), [[10, 20], [30, 20], [30, 60], [10, 60]]);
  assert.ok(isTap([[10, 20], [12, 90]]));
  assert.ok(!isTap([[10, 20], [40, 90]]));
});

test("the middle of an L lies where its weight is, of a yard without its hole", () => {
  const middle = weightOf([[0, 0, 4, 0, 4, 1, 1, 1, 1, 4, 0, 4]]);
  assert.ok(Math.abs(middle.x - 19 / 14) < 1e-9 && Math.abs(middle.y - 19 / 14) < 1e-9, JSON.stringify(middle));
  const yard = weightOf([[0, 0, 4, 0, 4, 4, 0, 4], [2, 1, 2, 3, 3, 3, 3, 1]]);
  assert.equal(yard.twice, 28);
  assert.ok(yard.x < 2 && yard.y === 2);
});

test("alternatives take the first free letter, and what is stored wrongly is left out", () => {
  assert.equal(nextLetter([{ letter: "A", name: "", codes: [], year: null }, { letter: "C", name: "", codes: [], year: null }]), "B");
  assert.deepEqual(readKept('[{"letter":"A","name":"x","codes":["a"],"year":2027},{"letter":"B"}]').map((each) => each.letter), ["A"]);
  for (const text of [null, "{}", "[", '"x"']) assert.deepEqual(readKept(text), []);
});
