// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { dateOf, dayNumber, stageOn } from "../../static/js/map/course.js";
import { afterKey, asDay, monthStart, nextMonth } from "../../static/js/map/time_steps.js";

const day = dayNumber;

test("a step forward goes to the next first of a month, over the end of the year too", () => {
  assert.equal(dateOf(nextMonth(day("2026-11-22"), 1)), "2026-12-01");
  assert.equal(dateOf(nextMonth(day("2026-12-01"), 1)), "2027-01-01");
  assert.equal(dateOf(nextMonth(day("2024-02-29"), 1)), "2024-03-01");
});

test("a step back from inside a month goes to its first day, from there to the month before", () => {
  assert.equal(dateOf(nextMonth(day("2026-11-22"), -1)), "2026-11-01");
  assert.equal(dateOf(nextMonth(day("2026-01-01"), -1)), "2025-12-01");
  assert.equal(dateOf(monthStart(day("2026-01-31"), -11)), "2025-02-01");
});

test("keys walk by month and year, stop at both ends, and leave other keys alone", () => {
  const ends = { first: day("2021-08-03"), last: day("2026-11-22") };
  assert.equal(dateOf(afterKey("PageDown", day("2025-03-15"), ends) || 0), "2024-03-01");
  assert.equal(afterKey("PageDown", day("2021-09-01"), ends), ends.first);
  assert.equal(afterKey("ArrowRight", day("2026-11-10"), ends), ends.last);
  assert.equal(afterKey("Home", ends.last, ends), ends.first);
  assert.equal(afterKey("Tab", ends.last, ends), null);
});

test("an address without a proper day shows now", () => {
  assert.equal(asDay("2026-11-22"), day("2026-11-22"));
  for (const text of ["", "2026", "2026-13-01", "yesterday", "2026-11-2"]) assert.equal(asDay(text), null, text);
});

test("as it was and as it was known part where an event was recorded late", () => {
  /** @type {import("../../static/js/map/course.js").Event[]} */
  const events = [[1, day("2024-01-10"), day("2024-03-01"), null], [2, day("2024-02-01"), day("2024-02-02"), day("2024-05-01")]];
  assert.equal(stageOn(events, day("2024-02-10")), 1);
  assert.equal(stageOn(events, day("2024-02-10"), day("2024-02-10")), 2);
  assert.equal(stageOn(events, day("2024-01-20"), day("2024-01-20")), 0);
});
