// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { areaOf, distance, lengthOf } from "../../static/js/map/geodesy.js";

// Lengths and areas by pyproj 3.7, Geod(a=6378137, rf=298.257222101), inv and polygon_area_perimeter.
const PLACES = [
  { name: "a compound", area: 10588.80004824698, round: 413.36529510650786, first: 109.28675886182887,
    ring: [[116.2301, 36.8601], [116.2313, 36.8603], [116.2311, 36.8612], [116.2299, 36.8609]] },
  { name: "a county", area: 1802820148.4138126, round: 166961.6802027914, first: 51869.59714679887,
    ring: [[115.95, 36.7], [116.53, 36.72], [116.49, 37.03], [116.2, 37.1], [115.98, 36.95]] },
  { name: "a province", area: 267912229706.45447, round: 2155516.010435948, first: 726164.0704717758,
    ring: [[114.8, 34.4], [122.7, 34.9], [122.4, 38.3], [115.1, 38.1]] },
];

/** @param {number} found @param {number} expected @param {number} share */
const near = (found, expected, share) => assert.ok(Math.abs(found - expected) < expected * share, `${found} is not ${expected}`);

for (const { name, area, round, first, ring } of PLACES) {
  const places = ring.map(([lon, lat]) => ({ lon, lat }));

  test(`lengths and area of ${name} are those of the ellipsoid`, () => {
    near(distance(places[0], places[1]), first, 1e-7);
    near(lengthOf([...places, places[0]]), round, 1e-7);
    near(areaOf(places), area, 2e-5);
  });

  test(`the area of ${name} does not ask which way round it was drawn`, () => {
    near(areaOf([...places].reverse()), areaOf(places), 1e-9);
  });
}

test("nothing is measured between a place and itself, nor inside two points", () => {
  const place = { lat: 36.86, lon: 116.23 };
  assert.equal(distance(place, place), 0);
  assert.equal(areaOf([place, { lat: 37, lon: 116 }]), 0);
});
