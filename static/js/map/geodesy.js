// @ts-check
// Lengths and areas on the ellipsoid of CGCS2000, so that they hold in whatever projection the county works.

// Semi-major axis in m and flattening of CGCS2000 (GB/T 22021); WGS 84 differs by 0.1 mm at the pole.
const A = 6378137;
const F = 1 / 298.257222101;
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
// Area between two points is summed along their great circle in pieces no longer than this.
const PIECE_M = 1000;
const MOST_PIECES = 500;
const MOST_ROUNDS = 50;

/** @typedef {{lat: number, lon: number}} Position degrees */

const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/** Metres of the geodesic between two positions (Vincenty's inverse formula). @param {Position} from @param {Position} to */
export function distance(from, to) {
  const [u1, u2] = [from, to].map(({ lat }) => Math.atan((1 - F) * Math.tan(radians(lat))));
  const apart = radians(to.lon - from.lon);
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = apart;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const sinSigma = Math.hypot(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda));
    if (!sinSigma) return 0;
    const cosSigma = s1 * s2 + c1 * c2 * Math.cos(lambda);
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (c1 * c2 * Math.sin(lambda)) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const middle = cos2Alpha ? cosSigma - (2 * s1 * s2) / cos2Alpha : 0;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const before = lambda;
    lambda = apart + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (middle + c * cosSigma * (2 * middle ** 2 - 1)));
    if (Math.abs(lambda - before) < 1e-12) return alongArc(cos2Alpha, sigma, sinSigma, cosSigma, middle);
  }
  return NaN;
}

/** @param {number} cos2Alpha @param {number} sigma @param {number} sinSigma @param {number} cosSigma @param {number} middle */
function alongArc(cos2Alpha, sigma, sinSigma, cosSigma, middle) {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
  const big = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
  const small = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
  const inner = cosSigma * (2 * middle ** 2 - 1) - (small / 6) * middle * (4 * sinSigma ** 2 - 3) * (4 * middle ** 2 - 3);
  return B * big * (sigma - small * sinSigma * (middle + (small / 4) * inner));
}

/** Metres along a line. @param {Position[]} line */
export const lengthOf = (line) => line.slice(1).reduce((sum, point, i) => sum + distance(line[i], point), 0);

/** Height of a parallel on the cylinder of equal area, m. @param {number} lat degrees */
function height(lat) {
  const s = Math.sin(radians(lat));
  return (B * B / (2 * A)) * (s / (1 - E2 * s * s) + Math.atanh(E * s) / E);
}

/** Positions along the great circle, `from` included and `to` left out. @param {Position} from @param {Position} to */
function pieces(from, to) {
  const n = Math.min(MOST_PIECES, Math.ceil(distance(from, to) / PIECE_M)) || 1;
  const [a, b] = [from, to].map(({ lat, lon }) => [Math.cos(radians(lat)) * Math.cos(radians(lon)), Math.cos(radians(lat)) * Math.sin(radians(lon)), Math.sin(radians(lat))]);
  return Array.from({ length: n }, (_, i) => {
    const [x, y, z] = a.map((value, k) => value + ((b[k] - value) * i) / n);
    return { lat: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, lon: (Math.atan2(y, x) * 180) / Math.PI };
  });
}

/** Square metres inside a ring of positions, whichever way round. @param {Position[]} ring not closed */
export function areaOf(ring) {
  if (ring.length < 3) return 0;
  const dense = ring.flatMap((point, i) => pieces(point, ring[(i + 1) % ring.length]));
  const [west, foot] = [radians(dense[0].lon), height(dense[0].lat)];
  const flat = dense.map(({ lat, lon }) => [A * (radians(lon) - west), height(lat) - foot]);
  const twice = flat.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = flat[(i + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
