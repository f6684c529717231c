// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { added, beginning, lines, moved, nearestCorner, removed } from "../../static/js/map/edit/corners.js";
import { Drafts } from "../../static/js/map/edit/drafts.js";
import { measured } from "../../static/js/map/edit/measure.js";

const square = beginning("area", [116.224, 36.8594], 100);

/** A Storage that fills up. @param {number} room */
function storage(room = Infinity) {
  /** @type {any} */
  const held = {};
  const methods = {
    getItem: (/** @type {string} */ name) => held[name] ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => {
      if (text.length > room) throw new Error("full");
      held[name] = text;
    },
    removeItem: (/** @type {string} */ name) => delete held[name],
  };
  return /** @type {any} */ (new Proxy(held, { get: (_, name) => /** @type {any} */ (methods)[name] ?? held[name], ownKeys: () => Object.keys(held) }));
}

const draft = { kind: "compound", key: "A", title: "甲", state: "s", geometry: square, values: { name: "甲" }, request: null };

test("a square of 100 m measures one hectare and 400 m around", () => {
  const { area, length } = measured(square);
  assert.ok(Math.abs(/** @type {number} */ (area) - 10_000) < 0.1);
  assert.ok(Math.abs(length - 400) < 0.01);
});

test("a hole is no ground, and a line has no area", () => {
  const hole = beginning("area", [116.224, 36.8594], 50);
  const ring = { type: "Polygon", coordinates: [...square.coordinates, ...hole.coordinates] };
  assert.ok(Math.abs(/** @type {number} */ (measured(ring).area) - 7_500) < 0.1);
  assert.equal(measured(beginning("line", [116.224, 36.8594], 80)).area, null);
});

test("corners are moved, added and taken away, rings stay closed", () => {
  const [ring] = lines(square);
  assert.equal(ring.length, 4);
  const away = moved(square, 0, 0, [116, 36]);
  assert.deepEqual(away.coordinates[0][0], [116, 36]);
  assert.deepEqual(away.coordinates[0].at(-1), [116, 36]);
  assert.equal(lines(added(square, 0, 3))[0].length, 5);
  assert.equal(lines(removed(square, 0, 1))[0].length, 3);
});

test("a triangle keeps its three corners and a line its two", () => {
  const triangle = removed(square, 0, 0);
  assert.deepEqual(removed(triangle, 0, 0), triangle);
  const line = beginning("line", [116.224, 36.8594], 80);
  assert.deepEqual(removed(line, 0, 0), line);
  assert.deepEqual(added(line, 0, 1).coordinates.length, 3);
});

test("every part of a multipolygon has its corners", () => {
  const both = { type: "MultiPolygon", coordinates: [square.coordinates, beginning("area", [116.3, 36.8], 10).coordinates] };
  assert.equal(lines(both).length, 2);
  assert.deepEqual(moved(both, 1, 2, [1, 2]).coordinates[1][0][2], [1, 2]);
  assert.deepEqual(moved(both, 1, 2, [1, 2]).coordinates[0], square.coordinates);
});

test("a draft outlives the page and is another account's secret", () => {
  const held = storage();
  new Drafts(held, "clerk").keep(draft);
  assert.deepEqual(new Drafts(held, "clerk").of("compound", "A")?.values, { name: "甲" });
  assert.equal(new Drafts(held, "planner").of("compound", "A"), null);
});

test("a draft is dropped when saved, and thrown away when old", () => {
  const held = storage();
  const drafts = new Drafts(held, "clerk", () => 0);
  drafts.keep(draft);
  drafts.keep({ ...draft, key: "B" });
  drafts.drop("compound", "A");
  assert.deepEqual(drafts.all().map((each) => each.key), ["B"]);
  assert.deepEqual(new Drafts(held, "clerk", () => 15 * 24 * 3600 * 1000).all(), []);
});

test("a browser that keeps nothing says so", () => {
  assert.equal(new Drafts(storage(10), "clerk").keep(draft), false);
});

test("what is no draft is thrown away", () => {
  const held = storage();
  held.setItem("drawing:clerk:compound:A", "{");
  held.setItem("drawing:clerk:compound:B", "5");
  assert.deepEqual(new Drafts(held, "clerk").all(), []);
});

test("a corner snaps to the nearest point or corner around, and to none that is far", () => {
  const node = { geometry: { type: "Point", coordinates: [116.22, 36.86] } };
  const parts = { geometry: { type: "MultiLineString", coordinates: [[[116.3, 36.86], [116.4, 36.86]], [[116.22003, 36.86], [116.5, 36.86]]] } };
  assert.deepEqual(nearestCorner([116.22001, 36.86], [parts, node], 10), [116.22, 36.86]);
  assert.deepEqual(nearestCorner([116.220029, 36.86], [node, parts], 10), [116.22003, 36.86]);
  assert.equal(nearestCorner([116.23, 36.86], [node, parts], 10), undefined);
});
