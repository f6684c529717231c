// @ts-check
// Where along a line its label may stand, and whether another stands there already.

const TILE_PX = 256;
const PIPES = new Set(["JS", "YS", "WS", "HS", "RQ", "RL", "GY"]);
// The middle first; lines side by side find room further along.
const ALONG = [0.5, 0.25, 0.75, 0.12, 0.88];
// The same words again only this far off, px.
const APART_PX = 180;

/**
 * @typedef {{x: number, y: number, angle: number, width: number, turn: number}} Place middle, radians, px, how much it is wanted
 * @typedef {Place & {text: string, feature: TileFeature}} Label
 * @typedef {{x: number, y: number, r: number}} Circle
 * @typedef {{x: number, y: number, reach: number, text: string, circles: Circle[]}} Room
 * @typedef {{x: number, y: number, width: number, height: number}} Box about its middle
 */

/** Class, nominal size, material, depth of the top: "JS DN200 PE ↓1.2". @param {Record<string, any>} segment */
export function wording({ network_class: code, diameter_mm: mm, material, depth_m: depth }) {
  const size = mm ? `${PIPES.has(code) ? "DN" : "Ø"}${Number.isInteger(mm) ? mm : mm.toFixed(1)}` : "";
  return [code, size, material, typeof depth === "number" ? `↓${depth.toFixed(1)}` : ""].filter(Boolean).join(" ");
}

/** The part of a straight stretch that lies on its tile. @param {number[]} stretch ax, ay, bx, by @returns {number[] | null} */
function onTile([ax, ay, bx, by]) {
  let [from, to] = [0, 1];
  for (const [start, step] of [[ax, bx - ax], [ay, by - ay]]) {
    if (!step) {
      if (start < 0 || start > TILE_PX) return null;
      continue;
    }
    const [enters, leaves] = [-start / step, (TILE_PX - start) / step].sort((a, b) => a - b);
    [from, to] = [Math.max(from, enters), Math.min(to, leaves)];
  }
  const at = (/** @type {number} */ share) => [ax + (bx - ax) * share, ay + (by - ay) * share];
  return from < to ? [...at(from), ...at(to)] : null;
}

/** The longest straight stretch of a line. @param {number[][]} parts */
function longest(parts) {
  /** @type {number[] | null} */
  let best = null;
  let size = 0;
  for (const part of parts) {
    for (let i = 2; i < part.length; i += 2) {
      const stretch = onTile([part[i - 2], part[i - 1], part[i], part[i + 1]]);
      const long = stretch ? Math.hypot(stretch[2] - stretch[0], stretch[3] - stretch[1]) : 0;
      if (long > size) [best, size] = [stretch, long];
    }
  }
  return { stretch: best, size };
}

/** @param {TileFeature} feature @param {number} width of its label, px @returns {Place[]} */
export function places(feature, width) {
  const { stretch, size } = longest(feature.parts);
  if (!stretch || size < width + 6) return [];
  const [ax, ay, bx, by] = stretch;
  const turned = Math.atan2(by - ay, bx - ax);
  // Never upside down.
  const angle = turned > Math.PI / 2 ? turned - Math.PI : turned <= -Math.PI / 2 ? turned + Math.PI : turned;
  const room = ALONG.filter((share) => Math.min(share, 1 - share) * size >= width / 2);
  return room.map((share, turn) => ({ x: ax + (bx - ax) * share, y: ay + (by - ay) * share, angle, width, turn }));
}

/** @param {Circle} circle @param {Box} box */
const touches = ({ x, y, r }, box) => Math.abs(x - box.x) < box.width / 2 + r && Math.abs(y - box.y) < box.height / 2 + r;

/** @param {{x: number, y: number}} a @param {{x: number, y: number}} b @param {number} distance */
const areWithin = (a, b, distance) => (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < distance ** 2;

/** @param {Room} a @param {Room} b */
function collide(a, b) {
  if (a.text === b.text) return areWithin(a, b, APART_PX);
  return areWithin(a, b, a.reach + b.reach) && a.circles.some((one) => b.circles.some((other) => areWithin(one, other, one.r + other.r)));
}

/**
 * The room a label takes, or null where that is taken.
 * @param {Label} label @param {number} tall px @param {Box[]} boxes @param {Room[]} taken @returns {Room | null}
 */
export function roomFor({ x, y, angle, width, text }, tall, boxes, taken) {
  const r = tall / 2;
  const steps = Math.max(1, Math.ceil(width / tall));
  const circles = Array.from({ length: steps + 1 }, (_, i) => {
    const off = (i / steps - 0.5) * width;
    return { x: x + Math.cos(angle) * off, y: y + Math.sin(angle) * off, r };
  });
  const room = { x, y, text, circles, reach: width / 2 + r };
  const isTaken = taken.some((other) => collide(room, other)) || boxes.some((box) => circles.some((one) => touches(one, box)));
  return isTaken ? null : room;
}
