// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { area, circled, count, joined, length, money } from "../../static/js/lib/format.js";

test("areas are told in 万㎡, in English in square metres", () => {
  assert.equal(joined(area(102345, "zh-hans")), "10.2 万㎡");
  assert.equal(joined(area(3120.5, "zh-hans")), "0.31 万㎡");
  assert.equal(joined(area(102345, "en")), "102,345 m²");
});

test("money is told in 万元 whole, also when it comes as decimal text", () => {
  assert.equal(joined(money("39912345.67", "zh-hans")), "3,991 万元");
  assert.equal(joined(money(39912345, "en")), "39.9 CNY m");
});

test("lengths turn from metres to kilometres at one thousand", () => {
  assert.equal(joined(length(0)), "0 m");
  assert.equal(joined(length(999.4)), "999 m");
  assert.equal(joined(length(999.6)), "1.00 km");
  assert.equal(joined(length(21060)), "21.1 km");
  assert.equal(joined(length(201_000)), "201 km");
});

test("what is not on record is a dash, never a nought", () => {
  for (const nothing of [null, undefined, "", Number.NaN]) {
    assert.equal(count(nothing), "—");
    assert.equal(joined(money(nothing, "zh-hans")), "—");
  }
  assert.equal(count(0), "0");
});

test("stages carry circled numbers and the unsurveyed none", () => {
  assert.equal(circled(1), "①");
  assert.equal(circled(8), "⑧");
  assert.equal(circled(0), "");
});
