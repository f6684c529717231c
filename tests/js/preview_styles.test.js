// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { STATUSES, look } from "../../static/js/imports/preview_styles.js";

test("statuses differ by stroke and not by colour alone", () => {
  const strokes = STATUSES.map((status) => `${look(status, false).weight} ${look(status, false).dashArray}`);
  assert.equal(new Set(strokes).size, STATUSES.length);
});

test("no status is drawn in the amber of the selection", () => {
  for (const dark of [false, true]) assert.ok(STATUSES.every((status) => look(status, dark).color !== "#ffb000"));
});
