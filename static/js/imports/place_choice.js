// @ts-check
// What the form of the place says as a place, and back. Nothing here touches the page.

/**
 * @typedef {object} Place
 * @property {string} crs "" as stated, "local" for a bare grid, else EPSG:n
 * @property {boolean} swapped
 * @property {string} unit
 * @property {string} shift
 * @property {number[][]} points x, y, lon, lat each
 * @property {number} tolerance_m
 */
/**
 * @typedef {object} Fields what the form holds
 * @property {Way} way
 * @property {string} listed code chosen from the list, "other" for the one typed
 * @property {string} typed
 * @property {string} shift
 * @property {string} shifted the CRS of the shifted coordinates
 * @property {string} grid of the control points: "" as stated, or "local"
 * @property {boolean} swapped
 * @property {string} unit
 * @property {number[][]} points
 * @property {number} tolerance_m
 */
/** @typedef {"stated" | "chosen" | "shift" | "points"} Way */

export const LEAST_POINTS = 3;

/** A code as people type it: 4527, epsg:4527. @param {string} typed */
export function code(typed) {
  const found = typed.trim().match(/^(?:epsg\s*:)?\s*(\d{3,6})$/i);
  return found ? `EPSG:${found[1]}` : "";
}

/** @param {Fields} fields */
function crsOf({ way, listed, typed, shifted, grid }) {
  if (way === "chosen") return listed === "other" ? code(typed) : listed;
  return { stated: "", shift: shifted, points: grid }[way];
}

/** @param {Fields} fields @returns {Place} */
export function placeOf(fields) {
  const { way, swapped, unit, tolerance_m: tolerance } = fields;
  return {
    crs: crsOf(fields), swapped, unit, tolerance_m: tolerance,
    shift: way === "shift" ? fields.shift : "",
    points: way === "points" ? fields.points : [],
  };
}

/** What is still missing before the place can be tried. @param {Fields} fields @param {string | null} stated */
export function missing(fields, stated) {
  if (fields.way === "points") return fields.points.length < LEAST_POINTS ? "points" : "";
  if (fields.way === "shift" && !fields.shift) return "shift";
  return crsOf(fields) || (fields.way !== "chosen" && stated) ? "" : "crs";
}

/** @param {Partial<Place>} place @param {string | null} stated @returns {Way} */
export function wayOf(place, stated) {
  if (place.points?.length) return "points";
  if (place.shift) return "shift";
  return place.crs || !stated ? "chosen" : "stated";
}

/** @param {Partial<Place>} place @param {string | null} stated @param {string[]} codes of the list @returns {Fields} */
export function fieldsOf(place, stated, codes) {
  const crs = place.crs || "";
  const isTyped = crs !== "" && crs !== "local" && !codes.includes(crs);
  return {
    way: wayOf(place, stated),
    // Nothing is chosen for the user: the first of the list may be wrong.
    listed: isTyped ? "other" : codes.includes(crs) ? crs : "",
    typed: isTyped ? crs : "",
    shift: place.shift || "gcj02",
    shifted: place.shift ? crs : stated ? "" : "EPSG:4326",
    grid: place.points?.length ? crs : stated ? "" : "local",
    swapped: Boolean(place.swapped),
    unit: place.unit || "",
    points: place.points || [],
    tolerance_m: place.tolerance_m || 0.5,
  };
}

/**
 * The vertex nearest to a place on screen, none beyond `reach` px.
 * @template V
 * @param {V[]} vertices @param {(vertex: V) => {x: number, y: number}} project @param {{x: number, y: number}} at @param {number} reach
 * @returns {V | null}
 */
export function nearestVertex(vertices, project, at, reach) {
  let best = null;
  let least = reach;
  for (const vertex of vertices) {
    const { x, y } = project(vertex);
    const distance = Math.hypot(x - at.x, y - at.y);
    if (distance <= least) [best, least] = [vertex, distance];
  }
  return best;
}
