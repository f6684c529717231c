// @ts-check
// What a crowded tile shows of each look is kept as a picture: another look switched off or on strokes no line anew.
import { isDark } from "./paint_ground.js";

/** Lines of one look, which are stroked together. @typedef {{style: import("./styles.js").DrawnLine, lines: TileFeature[]}} Look */
/** @typedef {(ctx: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, look: Look) => void} Stroke */
/** @typedef {{lines: TileFeature[], picture: OffscreenCanvas}} Sheet */

// Fewer points than this are stroked as fast as pictures are laid down, and take no memory.
const CROWDED_POINTS = 1500;

/** @type {WeakMap<TileFeature[], Map<string, Sheet>>} pictures go with the tile that they are of */
const kept = new WeakMap();

/** @param {TileFeature[]} features */
const points = (features) => features.reduce((sum, { parts }) => sum + parts.reduce((all, part) => all + part.length / 2, 0), 0);

/** @param {TileFeature[]} some @param {TileFeature[]} others */
const areSame = (some, others) => some.length === others.length && some.every((each, i) => each === others[i]);

/** @param {TileFeature[]} features of a tile */
function sheetsOf(features) {
  const found = kept.get(features) || new Map();
  if (!found.size && points(features) < CROWDED_POINTS) return null;
  kept.set(features, found);
  return found;
}

/**
 * How the looks of a tile are put on it; undefined where stroking them is as fast.
 * @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} features all of the tile @param {number} size px
 */
export function sheets(ctx, features, size) {
  const pictures = sheetsOf(features);
  if (!pictures) return undefined;
  const { width } = ctx.canvas;
  return (/** @type {Look} */ look, /** @type {string} */ name, /** @type {Stroke} */ stroke) => {
    const key = `${name}|${look.style.key}|${isDark()}|${width}`;
    let sheet = pictures.get(key);
    if (!sheet || !areSame(sheet.lines, look.lines)) pictures.set(key, (sheet = { lines: look.lines, picture: drawn(look, stroke, width, size) }));
    ctx.drawImage(sheet.picture, 0, 0, size, size);
  };
}

/** @param {Look} look @param {Stroke} stroke @param {number} width px of the screen @param {number} size px */
function drawn(look, stroke, width, size) {
  const picture = new OffscreenCanvas(width, width);
  const ctx = /** @type {OffscreenCanvasRenderingContext2D} */ (picture.getContext("2d", { willReadFrequently: true }));
  ctx.scale(width / size, width / size);
  stroke(ctx, look);
  return picture;
}
