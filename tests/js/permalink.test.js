// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, emptyView, encode } from "../../static/js/lib/permalink.js";

test("an untouched view leaves the address bare", () => {
  assert.equal(encode(emptyView()), "");
  assert.deepEqual(decode(""), emptyView());
});

test("every part of a view survives the way into the address and back", () => {
  const view = {
    ...emptyView(),
    zoom: 16, lat: 36.8594, lon: 116.224, stage: ["none", "building"], eligibility: ["-"], class: ["RQ", "TX"],
    owner: ["gas-tianma", "自来水"], layers: ["buildings"], district: ["371526001"], reason: ["not:residential"], tool: "pick",
    text: "光明 & 家园", households_from: 0, estimate_to: 1200000.5, built_to: 1999, plan_year: ["2027", "none"],
    date: "2026-05-01", known: "2026-06-01", against: "2025-01-31", opacity: { compounds: 70, base: 0 }, order: ["ground", "networks"], base: "vec",
    basket: ["GT-001", "A/7", "逗,号&等=号"], year: 2027, bundle: "2027-003/v2", card: "compound:GT-001",
    gap_m: 45.5, ignore: ["R1", "B/2"], because: "天桥已建成",
  };
  assert.deepEqual(decode(encode(view)), view);
});

test("plain codes stay readable in the address", () => {
  const address = encode({ ...emptyView(), basket: ["A1", "A2"], card: "segment:12", bundle: "2027-003/v1" });
  assert.equal(address, "?basket=A1,A2&bundle=2027-003/v1&card=segment:12");
});

test("what cannot be understood is left out", () => {
  assert.deepEqual(decode("?at=north/1/2&year=soon&basket=&nonsense=1&card=%E0%A4%A"), emptyView());
  assert.deepEqual(decode("?at=16/99/200"), emptyView());
  assert.deepEqual(decode("?year=20277&date=1.5.2026&households_from=many&opacity=base:101,x:,:4"), emptyView());
});

test("a code listed twice is chosen once", () => {
  assert.deepEqual(decode("?basket=A,B,A").basket, ["A", "B"]);
});

test("names of the language's own objects are no parts of a view", () => {
  assert.deepEqual(decode("?__proto__=1&constructor=2"), emptyView());
});
