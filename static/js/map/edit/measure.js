// @ts-check
// Metres and square metres of what is being drawn, on the ellipsoid of CGCS2000.

/** @typedef {[number, number]} Position lon, lat in degrees */

const A = 6378137;
const E2 = 0.00669438002290; // GB 22021-2008
const RAD = Math.PI / 180;

let scale = 1;

/** How much longer than on the ground a metre is in the county's plane: figures then agree with those on record. @param {number} k */
export function useScale(k) {
  scale = k;
}

/** Metres of one degree east and north at a latitude. @param {number} lat @returns {[number, number]} */
export function degree(lat) {
  const s = Math.sin(lat * RAD) ** 2;
  const across = A / Math.sqrt(1 - E2 * s);
  return [across * Math.cos(lat * RAD) * RAD, (across * (1 - E2) * RAD) / (1 - E2 * s)];
}

/** @param {Position[]} line */
export function lengthM(line) {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [east, north] = degree((line[i][1] + line[i - 1][1]) / 2);
    sum += Math.hypot((line[i][0] - line[i - 1][0]) * east, (line[i][1] - line[i - 1][1]) * north);
  }
  return sum;
}

/** @param {Position[]} ring closed or not */
function ringM2(ring) {
  if (ring.length < 3) return 0;
  const [lon, lat] = ring[0];
  const [east, north] = degree(ring.reduce((sum, each) => sum + each[1], 0) / ring.length);
  let twice = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    twice += (x - lon) * east * (ny - lat) * north - (nx - lon) * east * (y - lat) * north;
  });
  return Math.abs(twice) / 2;
}

/** @param {any} geometry GeoJSON @returns {{area: number | null, length: number}} length of a line, else of the outline */
export function measured(geometry) {
  if (!geometry) return { area: null, length: 0 };
  if (geometry.type === "LineString") return { area: null, length: lengthM(geometry.coordinates) * scale };
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let [area, length] = [0, 0];
  for (const [outer, ...holes] of polygons) {
    area += ringM2(outer) - holes.reduce((/** @type {number} */ sum, /** @type {Position[]} */ hole) => sum + ringM2(hole), 0);
    length += [outer, ...holes].reduce((/** @type {number} */ sum, /** @type {Position[]} */ ring) => sum + lengthM(closed(ring)), 0);
  }
  return { area: area * scale ** 2, length: length * scale };
}

/** @param {Position[]} ring @returns {Position[]} */
function closed(ring) {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  return !first || (first[0] === last[0] && first[1] === last[1]) ? ring : [...ring, first];
}
