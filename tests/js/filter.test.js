// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { COMPOUND_FIELDS, filterQuery, isWanted, switched } from "../../static/js/lib/filter.js";

const ALL = ["a", "b", "c"];

test("an empty list wants everything, a dash nothing", () => {
  assert.ok(isWanted([], "a"));
  assert.ok(!isWanted(["-"], "a"));
  assert.ok(isWanted(["a"], "a") && !isWanted(["a"], "b"));
});

test("switching one off names the others, and switching it on again asks for everything", () => {
  const without = switched([], ["b"], ALL, false);
  assert.deepEqual(without, ["a", "c"]);
  assert.deepEqual(switched(without, ["b"], ALL, true), []);
});

test("switching all off leaves a dash, from which one may be switched on", () => {
  assert.deepEqual(switched([], ALL, ALL, false), ["-"]);
  assert.deepEqual(switched(["-"], ["c"], ALL, true), ["c"]);
});

test("a wanted code that is not on offer here is kept", () => {
  assert.deepEqual(switched(["x", "a"], ["b"], ALL, true), ["x", "a", "b"]);
});

test("the query holds what narrows, and zero narrows", () => {
  const view = { stage: ["none"], text: "", households_from: 0, district: [], class: ["JS"], basket: ["A"] };
  assert.equal(filterQuery(view), "stage=none&households_from=0&class=JS");
  assert.equal(filterQuery(view, COMPOUND_FIELDS), "stage=none&households_from=0");
});
