// @ts-check
// Where in the seen part of an area its name may stand.
import { isInside } from "./geometry.js";

const COLUMNS = 16;
const ROWS = 10;

/**
 * The point of an area that lies most in the middle of what of it lies in a box; null where nothing does.
 * @param {ArrayLike<number>[]} rings flat @param {number[]} box west, south, east, north @returns {[number, number] | null}
 */
export function innerPoint(rings, [west, south, east, north]) {
  /** @type {[number, number][]} */
  const points = [];
  for (let i = 0; i < COLUMNS * ROWS; i++) {
    const x = west + ((east - west) * ((i % COLUMNS) + 0.5)) / COLUMNS;
    const y = south + ((north - south) * (Math.floor(i / COLUMNS) + 0.5)) / ROWS;
    if (isInside(rings, x, y)) points.push([x, y]);
  }
  if (!points.length) return null;
  const [mx, my] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const off = (/** @type {[number, number]} */ [x, y]) => ((x - mx) / (east - west)) ** 2 + ((y - my) / (north - south)) ** 2;
  return points.reduce((best, each) => (off(each) < off(best) ? each : best));
}
