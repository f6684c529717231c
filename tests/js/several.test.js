// @ts-check
// What several chosen lines hold now, in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heldNow } from "../../static/js/map/several_parts.js";

/** @type {any} */
const status = { name: "status", choices: [["in_use", "In use"], ["abandoned", "Abandoned"]] };
const lines = (/** @type {any[]} */ ...values) => /** @type {any} */ (values.map((value) => ({ values: { status: value } })));

test("the most common comes first, in the words of the vocabulary", () => {
  assert.equal(heldNow(status, lines("abandoned", "in_use", "in_use")), "In use × 2 · Abandoned × 1");
});

test("one value of all is not counted, and nothing on record is a dash", () => {
  assert.equal(heldNow(status, lines("in_use", "in_use")), "In use");
  assert.equal(heldNow(status, lines(null, "")), "—");
});

test("of many values three are named", () => {
  assert.equal(heldNow(/** @type {any} */ ({ name: "status" }), lines("a", "b", "c", "d")), "a × 1 · b × 1 · c × 1 · …");
});
