// What a trace's address and words hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toggled, traceUrl } from "../../static/js/map/trace_closing.js";
import { households, summaryOf } from "../../static/js/map/trace_parts.js";

/** @returns {any} */
const trace = (more = {}) => ({
  class_label: "Water", sources: 1, closed: [], unfed_before: 0, isolation: null, compounds: [],
  cut: { metres: 1234, segments: 3, lines: [], is_whole: true }, ...more,
});

test("a second click opens again what the first closed", () => {
  assert.deepEqual(toggled(["node:1"], "segment:2"), ["node:1", "segment:2"]);
  assert.deepEqual(toggled(["node:1", "segment:2"], "node:1"), ["segment:2"]);
  assert.equal(traceUrl(["node:1", "segment:2"]), "/map/trace/trace.json?close=node:1&close=segment:2");
});

test("households of compounds cut off in part are not counted among those cut off", () => {
  const rows = /** @type {any[]} */ ([{ households: 40, is_partly: false }, { households: null, is_partly: false }, { households: 30, is_partly: true }]);
  assert.deepEqual(households(rows), { wholly: 40, partly: 30 });
  assert.match(summaryOf(trace({ compounds: rows })), /1\.23 km, 3 compounds, 40 households\. In compounds cut off in part: 30/);
});

test("without a source nothing is claimed to be cut off or not", () => {
  assert.match(summaryOf(trace({ sources: 0 })), /No source/);
  assert.match(summaryOf(trace({ cut: { metres: 0, segments: 0, lines: [], is_whole: true } })), /Nothing is cut off/);
});
