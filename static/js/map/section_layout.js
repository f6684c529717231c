// @ts-check
// Where everything of a cross-section stands in its drawing; plain figures.

/** @typedef {{id: number, network_class: string, class_label: string, owner: string, code: string | null, offset_m: number, depth_m: number | null, diameter_mm: number | null, material: string | null, placement: string | null, placement_label: string | null, is_precaution: boolean}} Crossed */
/** @typedef {{street: string, width_m: number | null, half_m: number, axis: [number, number], cut: [number, number][], lines: Crossed[]}} Section */
/** @typedef {"buried" | "ground" | "overhead" | "unknown"} Where */
/** @typedef {{number: number, line: Crossed, x: number, y: number, radius: number, where: Where, labelY: number}} Mark */

export const WIDTH = 440;
const [LEFT, RIGHT] = [34, 12];
// From the top: words, what hangs overhead, the ground, what is buried, what has no depth, the axis.
const [WORDS_PX, OVERHEAD_PX, DEPTH_PX, UNKNOWN_PX, AXIS_PX] = [38, 40, 190, 44, 22];
const [LEAST_RADIUS, MOST_RADIUS] = [4.5, 16];
const [LEAST_HALF_M, LEAST_DEPTH_M, MARGIN_M] = [6, 2, 2];
const OVERHEAD = "JK";
const ON_GROUND = ["DM", "SJ"];
// Numbers of neighbours nearer than this stand one above the other.
const LABEL_PX = 18;

/** @param {Crossed} line @returns {Where} */
export function whereOf({ placement, depth_m: depth }) {
  if (placement === OVERHEAD) return "overhead";
  if (depth !== null) return "buried";
  return ON_GROUND.includes(placement || "") ? "ground" : "unknown";
}

/** Half the width that is drawn and the depth, m. @param {Section} section */
export function extent({ half_m: half, width_m: width, lines }) {
  const far = Math.max(LEAST_HALF_M, (width || 0) / 2 + 1, ...lines.map((line) => Math.abs(line.offset_m) + MARGIN_M));
  const deep = Math.max(LEAST_DEPTH_M, ...lines.map((line) => (line.depth_m || 0) + (line.diameter_mm || 0) / 1000 + 0.3));
  return { half: Math.min(half, far), deep: Math.ceil(deep * 2) / 2 };
}

/** @param {Section} section */
export function layout(section) {
  const { half, deep } = extent(section);
  const has = (/** @type {Where} */ where) => section.lines.some((line) => whereOf(line) === where);
  const ground = WORDS_PX + (has("overhead") ? OVERHEAD_PX : 0);
  const bottom = ground + DEPTH_PX;
  const [perMetre, perDepth] = [(WIDTH - LEFT - RIGHT) / (2 * half), DEPTH_PX / deep];
  const x = (/** @type {number} */ offset) => LEFT + (offset + half) * perMetre;
  const y = (/** @type {number} */ depth) => ground + depth * perDepth;
  const level = { overhead: WORDS_PX + 6, ground, unknown: bottom + 20 };
  /** @type {Mark[]} */
  const marks = section.lines.map((line, i) => {
    const where = whereOf(line);
    const radius = Math.min(MOST_RADIUS, Math.max(LEAST_RADIUS, ((line.diameter_mm || 0) / 2000) * perDepth));
    // A depth on record is that of the top.
    const centre = where === "buried" ? y(line.depth_m || 0) + radius : level[where];
    return { number: i + 1, line, where, radius, x: x(line.offset_m), y: centre, labelY: centre - radius - 4 };
  });
  const height = bottom + (has("unknown") ? UNKNOWN_PX : 0) + AXIS_PX;
  return { marks: apart(marks), half, deep, x, y, ground, bottom, height, hasUnknown: has("unknown"), exaggeration: perDepth / perMetre };
}

/** Numbers that would run into the one before them move up. @param {Mark[]} marks from left to right */
function apart(marks) {
  /** @type {Mark[]} */
  const placed = [];
  for (const mark of marks) {
    let labelY = mark.labelY;
    const isTaken = () => placed.some((each) => Math.abs(each.x - mark.x) < LABEL_PX && Math.abs(each.labelY - labelY) < 11);
    while (isTaken()) labelY -= 11;
    placed.push({ ...mark, labelY });
  }
  return placed;
}

/** Round steps of an axis. @param {number} from @param {number} to @param {number} most */
export function ticks(from, to, most) {
  const step = [0.5, 1, 2, 5, 10, 20].find((each) => (to - from) / each <= most) || 50;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** Which way the right end of a cut points, 0 north to 7 north-west. @param {[number, number][]} cut longitudes and latitudes, left to right */
export function heading([[west, south], [east, north]]) {
  const turn = Math.atan2((east - west) * Math.cos((south * Math.PI) / 180), north - south);
  return (Math.round(turn / (Math.PI / 4)) + 8) % 8;
}
