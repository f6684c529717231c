// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen, told, without } from "../../static/js/map/filter_fields.js";
import { bounded } from "../../static/js/map/table_height.js";
import { cellText, heading, keep, kept, paging, rowsQuery, sortedBy } from "../../static/js/map/table_query.js";

/** @typedef {import("../../static/js/map/filter_fields.js").Field} Field */

/** @param {string} kind @param {object} [more] */
const column = (kind, more = {}) => ({ key: "k", label: "K", unit: "", kind, ...more });

function storage() {
  /** @type {Map<string, string>} */
  const items = new Map();
  return {
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void items.set(key, value),
  };
}

test("a heading sorts up, then down, then not at all", () => {
  assert.equal(sortedBy("", "name"), "name");
  assert.equal(sortedBy("name", "name"), "-name");
  assert.equal(sortedBy("-name", "name"), "");
  assert.equal(sortedBy("-name", "code"), "code");
});

test("cells are written by the kind of their column", () => {
  assert.equal(cellText(column("money"), 1234.5), "1,234.50");
  assert.equal(cellText(column("number"), 1286266.682), "1,286,266.68");
  assert.equal(cellText(column("year"), 1995), "1995");
  assert.equal(cellText(column("choice", { words: { "": "None yet", a: "A word" } }), ""), "None yet");
  assert.equal(cellText(column("choice", { words: { a: "A word" } }), "a"), "A word");
  assert.equal(cellText(column("choice", { words: {} }), null), "");
  assert.equal(cellText(column("number"), null), "");
  assert.equal(heading(column("number", { unit: "m" })), "K (m)");
});

test("pages are counted, and go on where the rows are too many to count", () => {
  assert.deepEqual(paging({ offset: 200, page_size: 100, total: 250, rows: Array(50) }), { page: 3, pages: 3, hasNext: false });
  assert.deepEqual(paging({ offset: 0, page_size: 100, total: 0, rows: [] }), { page: 1, pages: 1, hasNext: false });
  assert.deepEqual(paging({ offset: 100, page_size: 100, total: null, rows: Array(100) }), { page: 2, pages: null, hasNext: true });
});

test("the query of table and export has every part that is set, and no other", () => {
  assert.equal(rowsQuery({ filter: "", columns: [], sort: "", bbox: "" }), "");
  assert.equal(rowsQuery({ filter: "stage=planned", columns: ["code", "name"], sort: "-name", bbox: "1,2,3,4" }), "stage=planned&columns=code,name&sort=-name&bbox=1,2,3,4");
});

test("columns and order are kept by table, and what was tampered with is not", () => {
  const place = storage();
  keep(place, "compounds", { columns: ["code"] });
  keep(place, "compounds", { sort: "-code" });
  assert.deepEqual(kept(place, "compounds"), { columns: ["code"], sort: "-code" });
  assert.deepEqual(kept(place, "segments"), { columns: [], sort: "" });
  for (const bad of ["{", "7", '{"columns": "code"}', '{"columns": ["a&b=c"]}', '{"sort": "a&b"}']) {
    place.setItem("map-table-compounds", bad);
    assert.deepEqual(kept(place, "compounds"), { columns: [], sort: "" });
  }
});

test("the height of the table stays within the page", () => {
  assert.deepEqual([-900, 5, 50, 99].map(bounded), [18, 18, 50, 80]);
  assert.equal(bounded(NaN), 38);
});

test("a choice is added to a list or taken from it, and ends a list of nothing", () => {
  assert.deepEqual(chosen([], "a", true), ["a"]);
  assert.deepEqual(chosen(["a", "b"], "a", false), ["b"]);
  assert.deepEqual(chosen(["-"], "a", true), ["a"]);
  assert.deepEqual(chosen(["a"], "a", true), ["a"]);
});

test("a filter is told in the words of its codes", () => {
  /** @type {Field} */
  const stage = { title: "Stage", names: ["stage"], kind: "codes", options: [{ code: "a", label: "A" }, { code: "b", label: "B" }] };
  assert.equal(told(stage, { stage: ["a", "b"] }), "A, B");
  assert.equal(told(stage, { stage: ["a", "b", "c"] }), "A and 2 more");
  assert.equal(told(stage, { stage: ["-"] }), "Nothing");
  /** @type {Field} */
  const built = { title: "Built", names: ["from", "to"], kind: "range" };
  assert.equal(told(built, { from: null, to: 1995 }), "–1995");
  assert.equal(told(built, { from: 0, to: null }), "0–");
});

test("a filter without some fields keeps the others", () => {
  const view = { stage: ["a"], text: "x", built_from: 1990, owner: ["o"] };
  /** @type {Field[]} */
  const fields = [{ title: "", names: ["stage"], kind: "codes" }, { title: "", names: ["text"], kind: "text" }, { title: "", names: ["built_from"], kind: "range" }];
  assert.deepEqual({ ...view, ...without(fields, view) }, { stage: [], text: "", built_from: null, owner: ["o"] });
});
