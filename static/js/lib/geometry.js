// @ts-check
// Plane geometry on flat coordinate arrays [x0, y0, x1, y1, …].

/** @typedef {[number, number]} Point */

/** Squared distance from a point to a segment. @param {number} x @param {number} y @param {number} ax @param {number} ay @param {number} bx @param {number} by */
function segmentDistance2(x, y, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const along = dx || dy ? ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy) : 0;
  const part = Math.min(1, Math.max(0, along));
  return (x - ax - part * dx) ** 2 + (y - ay - part * dy) ** 2;
}

/** @param {ArrayLike<number>} line @param {number} x @param {number} y */
export function distance2(line, x, y) {
  let best = (x - line[0]) ** 2 + (y - line[1]) ** 2;
  for (let i = 2; i < line.length; i += 2) {
    best = Math.min(best, segmentDistance2(x, y, line[i - 2], line[i - 1], line[i], line[i + 1]));
  }
  return best;
}

/** @param {ArrayLike<number>[]} parts @returns {[number, number, number, number]} */
export function box(parts) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      west = Math.min(west, part[i]);
      east = Math.max(east, part[i]);
      north = Math.min(north, part[i + 1]);
      south = Math.max(south, part[i + 1]);
    }
  }
  return [west, north, east, south];
}

/**
 * The feature drawn nearest to a point, points before lines within the tolerance.
 * @template {{parts: ArrayLike<number>[], box: number[], type: number}} F
 * @param {F[]} features @param {number} x @param {number} y @param {number} tolerance
 * @returns {F | null}
 */
export function nearest(features, x, y, tolerance) {
  let best = null;
  let least = tolerance * tolerance;
  for (const feature of features) {
    const [west, north, east, south] = feature.box;
    if (x < west - tolerance || x > east + tolerance || y < north - tolerance || y > south + tolerance) continue;
    for (const part of feature.parts) {
      const distance = distance2(part, x, y) * (feature.type === 1 ? 0.1 : 1);
      if (distance <= least) [best, least] = [feature, distance];
    }
  }
  return best;
}

/** @param {ArrayLike<number>[]} rings @param {number} x @param {number} y */
export function isInside(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > y !== ring[j + 1] > y;
      if (crosses && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
    }
  }
  return inside;
}

/** Convex hull (monotone chain). @param {Point[]} points @returns {Point[]} */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (/** @type {Point[]} */ list) => {
    /** @type {Point[]} */
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

/** @param {Point} a @param {Point} b @param {Point} c */
const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/**
 * Index of the nearest point in a direction, within 60° of it; -1 when there is none.
 * @param {Point[]} points @param {number} from @param {Point} direction unit vector
 */
export function towards(points, from, direction) {
  const [x, y] = points[from];
  let best = -1;
  let least = Infinity;
  points.forEach(([px, py], index) => {
    const distance = Math.hypot(px - x, py - y);
    const along = (px - x) * direction[0] + (py - y) * direction[1];
    if (!distance || along < distance / 2) return;
    const cost = distance * (2 - along / distance);
    if (cost < least) [best, least] = [index, cost];
  });
  return best;
}

// Streets run north and east more often than so: lines of one street are never told apart by a hair.
const [AHEAD_X, AHEAD_Y] = [Math.cos(0.44), Math.sin(0.44)];

/** Of a direction and its opposite, the one that counts as ahead. @param {number} dx @param {number} dy */
export const isAhead = (dx, dy) => dx * AHEAD_X + dy * AHEAD_Y > 0;

/**
 * A line moved sideways, always to the same side whichever way it was digitised.
 * @param {ArrayLike<number>} line @param {number} by
 */
export function shifted(line, by) {
  if (!by || line.length < 4) return line;
  const n = line.length;
  const side = isAhead(line[n - 2] - line[0], line[n - 1] - line[1]) ? by : -by;
  const moved = new Array(n);
  for (let i = 0; i < n; i += 2) {
    const a = Math.max(0, i - 2);
    const b = Math.min(n - 2, i + 2);
    const [tx, ty] = [line[b] - line[a], line[b + 1] - line[a + 1]];
    const norm = Math.hypot(tx, ty) || 1;
    moved[i] = line[i] - (ty / norm) * side;
    moved[i + 1] = line[i + 1] + (tx / norm) * side;
  }
  return moved;
}
