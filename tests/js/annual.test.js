// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { met } from "../../static/js/planning/annual/effect.js";
import { adjusted, beside, cell, columns, mayGo, step } from "../../static/js/planning/annual/plans.js";

const card = (/** @type {string} */ code, /** @type {number | null} */ year, more = {}) => ({ code, name: code, district: "1", year, is_fixed: false, ...more });
const year = (/** @type {number} */ number, status = "draft") => ({ year: number, status, submitted: [] });
const board = (/** @type {object[]} */ cards, more = {}) =>
  /** @type {any} */ ({ cards, years: [year(2026, "adopted"), year(2027), year(2028)], districts: [{ code: "1", mine: true }, { code: "2", mine: false }], can_move: true, this_year: 2026, ...more });

test("what waits is the first column of who may move, and no column of who may not", () => {
  assert.deepEqual(columns(board([])), [null, 2026, 2027, 2028]);
  assert.deepEqual(columns(board([], { can_move: false })), [2026, 2027, 2028]);
});

test("a compound goes to this year or later, unless it is tendered or another street's", () => {
  const [free, fixed, foreign] = [card("A", null), card("B", 2027, { is_fixed: true }), card("C", 2027, { district: "2" })];
  const now = board([free, fixed, foreign], { this_year: 2027 });
  assert.deepEqual(columns(now).map((each) => mayGo(now, /** @type {any} */ (free), each)), [false, false, true, true]);
  assert.deepEqual(columns(now).map((each) => mayGo(now, /** @type {any} */ (fixed), each)), [false, false, true, false]);
  assert.equal(columns(now).some((each) => mayGo(now, /** @type {any} */ (foreign), each)), false);
});

test("a step up or down names the card it is to stand before, and none at the ends", () => {
  const now = board([card("A", 2027), card("B", 2027), card("C", 2027), card("D", 2028)]);
  const [a, b, c] = cell(now, "1", 2027);
  assert.deepEqual([step(now, b, -1), step(now, c, -1), step(now, a, -1)], ["A", "B", undefined]);
  assert.deepEqual([step(now, a, 1), step(now, b, 1), step(now, c, 1)], ["C", "", undefined]);
});

test("a step aside skips the years that are over", () => {
  const now = board([card("A", null)], { this_year: 2027 });
  assert.equal(beside(now, now.cards[0], 1), 2027);
  assert.equal(beside(now, now.cards[0], -1), undefined);
});

test("a move in or out of an adopted plan adjusts it", () => {
  const now = board([card("A", 2026), card("B", 2027)]);
  assert.deepEqual(adjusted(now, now.cards[0], 2028), [2026]);
  assert.deepEqual(adjusted(now, now.cards[1], 2026), [2026]);
  assert.deepEqual(adjusted(now, now.cards[1], 2028), []);
});

test("a target is told as met, as met in a year, late or not, or as short", () => {
  const target = (/** @type {object} */ more) => /** @type {any} */ ({ is_met: false, met_in: null, short: 3, years_over: 0, ...more });
  assert.equal(met(target({ is_met: true })), "met");
  assert.equal(met(target({ met_in: 2025 })), "met in 2025");
  assert.equal(met(target({ met_in: 2028, years_over: 3 })), "met in 2028, 3 years late");
  assert.equal(met(target({})), "not met: 3 compounds are in no plan");
});

test("every word of the board is handed over for translation, and no other", () => {
  const scripts = new URL("../../static/js/planning/annual/", import.meta.url);
  const said = readdirSync(scripts).map((name) => readFileSync(new URL(name, scripts), "utf8"));
  const used = new Set(said.flatMap((source) => [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1])));
  for (const source of said) for (const [, one, other] of source.matchAll(/\bt\([^")]*\?\s*"([^"]+)"\s*:\s*"([^"]+)"/g)) used.add(one).add(other);
  const catalogue = readFileSync(new URL("../../templates/planning/annual_messages.html", import.meta.url), "utf8");
  const handed = [...catalogue.matchAll(/translate "([^"]+)" as/g)].map((found) => found[1]);
  assert.deepEqual([...used].sort(), [...handed].sort());
});
