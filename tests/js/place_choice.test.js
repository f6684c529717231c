// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { code, fieldsOf, missing, nearestVertex, placeOf, wayOf } from "../../static/js/imports/place_choice.js";

const CODES = ["EPSG:4548", "EPSG:4527", "EPSG:4326"];
const POINTS = [[1, 2, 116, 36], [3, 4, 117, 36], [5, 6, 117, 37]];
const AS_STATED = { crs: "", swapped: false, unit: "", shift: "", points: [], tolerance_m: 0.5 };

test("a place filled into the form comes out of it again", () => {
  const places = [
    AS_STATED,
    { ...AS_STATED, crs: "EPSG:4527", swapped: true },
    { ...AS_STATED, crs: "EPSG:4549", unit: "ft" },
    { ...AS_STATED, shift: "gcj02" },
    { ...AS_STATED, crs: "EPSG:4326", shift: "bd09" },
    { ...AS_STATED, crs: "local", points: POINTS, tolerance_m: 2 },
    { ...AS_STATED, points: POINTS },
  ];
  for (const place of places) assert.deepEqual(placeOf(fieldsOf(place, "EPSG:2436", CODES)), place);
});

test("where nothing is stated nothing is chosen for the user", () => {
  const fields = fieldsOf({}, null, CODES);
  assert.equal(fields.way, "chosen");
  assert.equal(missing(fields, null), "crs");
  assert.equal(missing({ ...fields, listed: "EPSG:4527" }, null), "");
  assert.equal(missing(fieldsOf({}, "EPSG:4548", CODES), "EPSG:4548"), "");
});

test("the form opens at what the place says", () => {
  assert.equal(wayOf({}, "EPSG:4548"), "stated");
  assert.equal(wayOf({ swapped: true }, "EPSG:4548"), "stated");
  assert.equal(wayOf({ crs: "EPSG:4548" }, "EPSG:4548"), "chosen");
  assert.equal(wayOf({ shift: "bd09", crs: "EPSG:4326" }, null), "shift");
  assert.equal(wayOf({ points: POINTS, crs: "local" }, "EPSG:4326"), "points");
});

test("three points are needed before anything is tried", () => {
  const fields = fieldsOf({ crs: "local", points: POINTS }, null, CODES);
  assert.equal(missing(fields, null), "");
  assert.equal(missing({ ...fields, points: POINTS.slice(1) }, null), "points");
});

test("points and shifts that belong to another way are not sent along", () => {
  const fields = fieldsOf({ crs: "local", points: POINTS }, "EPSG:4548", CODES);
  assert.deepEqual(placeOf({ ...fields, way: "stated" }), AS_STATED);
  assert.equal(placeOf({ ...fields, way: "chosen", listed: "EPSG:4527" }).crs, "EPSG:4527");
});

test("codes are read as people type them", () => {
  assert.equal(code(" 4549 "), "EPSG:4549");
  assert.equal(code("epsg: 4549"), "EPSG:4549");
  for (const typed of ["", "WGS 84", "45", "+proj=longlat"]) assert.equal(code(typed), "");
  const fields = { ...fieldsOf({}, null, CODES), listed: "other", typed: "CGCS" };
  assert.equal(missing(fields, null), "crs");
});

test("the nearest corner within reach is taken, none beyond", () => {
  const corners = [[0, 0], [10, 0], [100, 100]];
  const project = (/** @type {number[]} */ [x, y]) => ({ x, y });
  assert.deepEqual(nearestVertex(corners, project, { x: 8, y: 1 }, 12), [10, 0]);
  assert.equal(nearestVertex(corners, project, { x: 50, y: 50 }, 12), null);
});
