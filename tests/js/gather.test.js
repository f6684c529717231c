// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromDrop, joined, missingParts, size } from "../../static/js/imports/gather.js";

const file = (/** @type {string} */ name) => new File(["x"], name);
const chosen = (/** @type {string} */ path) => ({ path, file: file(path.split("/").pop() || "") });

/** A folder of a drop, answering its entries by the hundred as browsers do. @param {string} path @param {any[]} entries */
function folder(path, entries) {
  const left = [...entries];
  return { isFile: false, fullPath: path, createReader: () => ({ readEntries: (/** @type {Function} */ done) => done(left.splice(0, 100)) }) };
}

const entry = (/** @type {string} */ path) => ({ isFile: true, fullPath: path, file: (/** @type {Function} */ done) => done(file(path)) });
const drop = (/** @type {any[]} */ ...entries) => /** @type {any} */ ({ items: entries.map((each) => ({ webkitGetAsEntry: () => each })), files: [] });

test("a dropped folder gives all its files with their folders, however many there are", async () => {
  const many = Array.from({ length: 250 }, (_, i) => entry(`/survey/east/${i}.dbf`));
  const found = await fromDrop(drop(folder("/survey", [folder("/survey/east", many), entry("/survey/readme.txt")])));
  assert.equal(found.length, 251);
  assert.ok(found.some(({ path }) => path === "survey/east/249.dbf"));
});

test("a file chosen again takes the place of the first, and the desktop's litter stays out", () => {
  const all = joined([chosen("a/x.shp")], [chosen("a/x.shp"), chosen("b/x.shp"), chosen("a/.DS_Store"), chosen("Thumbs.db"), chosen("~$表.xlsx")]);
  assert.deepEqual(all.map(({ path }) => path), ["a/x.shp", "b/x.shp"]);
});

test("a shapefile without its parts is named, upper and lower case alike", () => {
  assert.deepEqual(missingParts(["a/小区.SHP", "a/小区.DBF", "b/管线.shp", "b/管线.shx", "b/管线.dbf"]), [["a/小区.SHP", [".shx"]]]);
});

test("sizes are said as people say them", () => {
  assert.deepEqual([0, 999, 1536, 20_000, 5.26e6, 500e6, 2.5e9].map(size), ["0 B", "999 B", "1.5 KB", "20 KB", "5.3 MB", "500 MB", "2.5 GB"]);
});
