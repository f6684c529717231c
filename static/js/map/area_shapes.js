// @ts-check
// The areas that a pointer draws, and the middle of what lies in them.

/** @typedef {"rectangle" | "lasso"} Shape */
/** @typedef {[number, number]} Pixel */

// A tap is no area.
const LEAST_PX = 6;

/** @param {Shape} shape @param {Pixel[]} trail where the pointer went @returns {Pixel[]} */
export function corners(shape, trail) {
  if (shape === "lasso") return trail;
  const [[x0, y0], [x1, y1]] = [trail[0], trail[trail.length - 1]];
  return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
}

/** Too small to mean an area. @param {Pixel[]} trail */
export function isTap(trail) {
  const [xs, ys] = [trail.map((p) => p[0]), trail.map((p) => p[1])];
  return Math.max(...xs) - Math.min(...xs) < LEAST_PX || Math.max(...ys) - Math.min(...ys) < LEAST_PX;
}

/** Middle of the area of flat rings and twice that area, signed; holes run the other way round. @param {ArrayLike<number>[]} rings */
export function weightOf(rings) {
  let [twice, x, y] = [0, 0, 0];
  for (const ring of rings) {
    // From the ring's own corner: coordinates of a county differ in the fourth digit.
    const [x0, y0] = [ring[0], ring[1]];
    for (let i = 0; i < ring.length; i += 2) {
      const j = (i + 2) % ring.length;
      const [ax, ay, bx, by] = [ring[i] - x0, ring[i + 1] - y0, ring[j] - x0, ring[j + 1] - y0];
      const cross = ax * by - bx * ay;
      twice += cross;
      x += cross * ((ax + bx) / 3 + x0);
      y += cross * ((ay + by) / 3 + y0);
    }
  }
  return twice ? { twice, x: x / twice, y: y / twice } : { twice: 0, x: rings[0][0], y: rings[0][1] };
}
