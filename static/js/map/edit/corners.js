// @ts-check
// The corners of a shape as a list, for the keyboard; and shapes to begin with.
import { degree, lengthM } from "./measure.js";

/** @typedef {[number, number]} Position lon, lat */

/** Paths of rings and lines inside a geometry, each with its positions (rings without their closing one). @param {any} geometry @returns {Position[][]} */
export function lines(geometry) {
  if (!geometry) return [];
  if (geometry.type === "LineString") return [geometry.coordinates];
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  return rings.map((/** @type {Position[]} */ ring) => (same(ring[0], ring[ring.length - 1]) ? ring.slice(0, -1) : ring));
}

/** @param {Position} a @param {Position} b */
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

/** The geometry with other positions in its lines, rings closed again. @param {any} geometry @param {Position[][]} changed */
export function withLines(geometry, changed) {
  if (geometry.type === "LineString") return { type: "LineString", coordinates: changed[0] };
  let at = 0;
  const take = (/** @type {any[]} */ rings) => rings.map(() => closed(changed[at++]));
  const coordinates = geometry.type === "Polygon" ? take(geometry.coordinates) : geometry.coordinates.map(take);
  return { type: geometry.type, coordinates };
}

/** @param {Position[]} ring */
const closed = (ring) => [...ring, ring[0]];

/** How few corners a line of the geometry may have. @param {any} geometry */
export const fewest = (geometry) => (geometry.type === "LineString" ? 2 : 3);

/** @param {any} geometry @param {number} line @param {number} corner @param {Position} position */
export function moved(geometry, line, corner, position) {
  return withLines(geometry, lines(geometry).map((each, i) => (i === line ? each.map((p, n) => (n === corner ? position : p)) : each)));
}

/** A corner in the middle of the side after this one. @param {any} geometry @param {number} line @param {number} corner */
export function added(geometry, line, corner) {
  return withLines(geometry, lines(geometry).map((each, i) => {
    if (i !== line) return each;
    const isLast = corner === each.length - 1;
    if (isLast && geometry.type === "LineString") return [...each.slice(0, -1), middle(each[corner - 1], each[corner]), each[corner]];
    return [...each.slice(0, corner + 1), middle(each[corner], each[(corner + 1) % each.length]), ...each.slice(corner + 1)];
  }));
}

/** @param {any} geometry @param {number} line @param {number} corner */
export function removed(geometry, line, corner) {
  return withLines(geometry, lines(geometry).map((each, i) => (i === line && each.length > fewest(geometry) ? each.filter((_, n) => n !== corner) : each)));
}

/** @param {Position} a @param {Position} b @returns {Position} */
const middle = (a, b) => [rounded((a[0] + b[0]) / 2), rounded((a[1] + b[1]) / 2)];

/** Nine digits: a tenth of a millimetre, as the server hands out. @param {number} value */
export const rounded = (value) => Math.round(value * 1e9) / 1e9;

/** A square, or a line, of so many metres around a place. @param {"area" | "line"} family @param {Position} at @param {number} metres */
export function beginning(family, [lon, lat], metres) {
  const [east, north] = degree(lat);
  const [dx, dy] = [metres / east / 2, metres / north / 2];
  const p = (/** @type {number} */ x, /** @type {number} */ y) => [rounded(lon + x * dx), rounded(lat + y * dy)];
  if (family === "line") return { type: "LineString", coordinates: [p(-1, 0), p(1, 0)] };
  return { type: "Polygon", coordinates: [[p(-1, -1), p(1, -1), p(1, 1), p(-1, 1), p(-1, -1)]] };
}

/** @param {any} coordinates of a geometry, however deep @returns {Position[]} */
const positions = (coordinates) => (typeof coordinates[0] === "number" ? [coordinates] : coordinates.flatMap(positions));

/** The point or corner of the shapes around that is nearest, if it is near enough. @param {Position} position @param {any[]} shapes @param {number} most metres */
export function nearestCorner(position, shapes, most) {
  const apart = (/** @type {Position} */ other) => lengthM([position, other]);
  const near = shapes.flatMap(({ geometry }) => positions(geometry.coordinates)).filter((other) => apart(other) <= most);
  return near.sort((a, b) => apart(a) - apart(b))[0];
}
