// @ts-check
// Parallel lines stay tellable: each class keeps a lane of its own beside the true course, in the order in which they lie.
import { isAhead, shifted } from "../lib/geometry.js";
import { lane } from "./styles.js";

// Lines of one bundle run within so many degrees, and so many px, of each other.
const BUNDLE_DEGREES = 15;
const BUNDLE_PX = 24;

/** @typedef {{feature: TileFeature, by: number, bucket: number, along: number, aside: number, half: number}} Course */

/** How a line runs, seen from the side to which `shifted` moves it. @param {TileFeature} feature @param {number} by @returns {Course | null} */
function course(feature, by) {
  const line = feature.parts[0];
  if (!line || line.length < 4) return null;
  const n = line.length;
  let [dx, dy] = [line[n - 2] - line[0], line[n - 1] - line[1]];
  const size = Math.hypot(dx, dy);
  if (!size) return null;
  if (!isAhead(dx, dy)) [dx, dy] = [-dx, -dy];
  const [x, y] = [(line[0] + line[n - 2]) / 2, (line[1] + line[n - 1]) / 2];
  const bucket = Math.round((Math.atan2(dy, dx) * 180) / Math.PI / BUNDLE_DEGREES);
  return { feature, by, bucket, along: (x * dx + y * dy) / size, aside: (y * dx - x * dy) / size, half: size / 2 };
}

/** Whether most neighbours lie the other way round than their lanes. @param {Course[]} courses of one direction */
function isMirrored(courses) {
  const sorted = [...courses].sort((a, b) => a.aside - b.aside);
  let votes = 0;
  sorted.forEach((one, i) => {
    for (let j = i + 1; j < sorted.length && sorted[j].aside - one.aside < BUNDLE_PX; j++) {
      const other = sorted[j];
      if (Math.abs(other.along - one.along) < one.half + other.half) votes += Math.sign(other.by - one.by);
    }
  });
  return votes < 0;
}

/** Moves each class onto its own lane, once per tile. @param {TileFeature[]} features @param {number} zoom */
export function spread(features, zoom) {
  /** @type {Map<number, Course[]>} */
  const directions = new Map();
  for (const feature of features) {
    const found = feature.type === 2 ? course(feature, lane(feature.properties.network_class, zoom)) : null;
    if (!found) continue;
    const courses = directions.get(found.bucket) || [];
    courses.push(found);
    directions.set(found.bucket, courses);
  }
  for (const courses of directions.values()) {
    const side = isMirrored(courses) ? -1 : 1;
    for (const { feature, by } of courses) {
      if (by) feature.parts = feature.parts.map((part) => /** @type {number[]} */ (shifted(part, by * side)));
    }
  }
}
