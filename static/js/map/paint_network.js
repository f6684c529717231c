// @ts-check
// Pipes and cables of a tile: casing, class colour, dashes, ticks on overhead lines, nodes, the one line picked.
import { isDark, palette } from "./paint_ground.js";
import { sheets } from "./sheets.js";
import { CLASS_LOOKS, drawOrder, lineStyle } from "./styles.js";

/** @typedef {import("./sheets.js").Look} Look */
/** @typedef {import("./sheets.js").Stroke} Stroke */

const [TICK_EVERY_PX, TICK_PX] = [16, 6.4];
const NODES_FROM_ZOOM = 17;
const FADED = 0.42;
// Until here the many services inside compounds would hide their stage.
const SERVICES_MUTED_BELOW_ZOOM = 17;
const BRANCHES_MUTED_BELOW_ZOOM = 15;

/** @param {TileFeature[]} lines */
function traced(lines) {
  const path = new Path2D();
  for (const line of lines.flatMap((each) => each.parts)) {
    path.moveTo(line[0], line[1]);
    for (let i = 2; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
  }
  return path;
}

/** Short strokes across an overhead line. @param {Path2D} path @param {ArrayLike<number>} line @param {number} half px */
function traceTicks(path, line, half) {
  let until = TICK_EVERY_PX / 2;
  for (let i = 2; i < line.length; i += 2) {
    const [ax, ay] = [line[i - 2], line[i - 1]];
    const [dx, dy] = [line[i] - ax, line[i + 1] - ay];
    const size = Math.hypot(dx, dy);
    for (; until < size; until += TICK_EVERY_PX) {
      const [x, y] = [ax + (dx * until) / size, ay + (dy * until) / size];
      path.moveTo(x - (dy / size) * half, y + (dx / size) * half);
      path.lineTo(x + (dy / size) * half, y - (dx / size) * half);
    }
    until -= size;
  }
}

/** @param {TileFeature[]} lines */
function ticked(lines) {
  const path = new Path2D();
  for (const line of lines.flatMap((each) => each.parts)) traceTicks(path, line, TICK_PX / 2);
  return path;
}

/** In the order in which they are drawn. @param {TileFeature[]} lines @param {number} zoom @returns {Look[]} */
function byLook(lines, zoom) {
  /** @type {Map<string, Look>} */
  const looks = new Map();
  for (const line of lines) {
    const style = lineStyle(line.properties, zoom, isDark());
    const look = looks.get(style.key) || { style, lines: [] };
    looks.set(style.key, look);
    look.lines.push(line);
  }
  return [...looks.values()].sort((a, b) => order(a.style.key) - order(b.style.key));
}

/** @param {string} key */
const order = (key) => drawOrder(key.split("|", 1)[0]);

// The corner of a thin line is not seen, and costs a tenth of its drawing.
const join = (/** @type {Look["style"]} */ { width }) => (width < 1.5 ? "bevel" : "round");

/** @param {string} colour @returns {Stroke} */
const casingOf = (colour) => (ctx, { style, lines }) => {
  const [around, more] = style.precaution ? [palette().text, 3.6] : [style.casing || colour, style.planned ? 2.4 : 1.8];
  Object.assign(ctx, { strokeStyle: around, lineWidth: style.width + more, lineCap: "butt", lineJoin: join(style) });
  ctx.setLineDash([]);
  ctx.stroke(traced(lines));
};

/** @type {Stroke} */
function strokeLines(ctx, { style, lines }) {
  Object.assign(ctx, { strokeStyle: style.colour, lineWidth: style.width, lineCap: style.cap, lineJoin: join(style), globalAlpha: style.alpha });
  ctx.setLineDash(style.dash);
  ctx.stroke(traced(lines));
  ctx.setLineDash([]);
  if (style.ticks) {
    ctx.lineWidth = Math.max(1, style.width * 0.8);
    ctx.stroke(ticked(lines));
  }
  ctx.globalAlpha = 1;
}

/** All casings lie under all lines; what needs precaution lies over the rest, what is planned over that. @param {CanvasRenderingContext2D} ctx @param {Look[]} looks @param {string} casing @param {(look: Look, name: string, stroke: Stroke) => void} [put] */
function drawLines(ctx, looks, casing, put = (look, _name, stroke) => stroke(ctx, look)) {
  for (const rank of [0, 1, 2]) {
    const some = looks.filter(({ style }) => (style.planned ? 2 : +style.precaution) === rank);
    for (const each of some) put(each, "casing", casingOf(casing));
    for (const each of some) put(each, "lines", strokeLines);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} nodes @param {number} zoom @param {string} casing */
function drawNodes(ctx, nodes, zoom, casing) {
  const radius = zoom >= 19 ? 4 : zoom >= 18 ? 3 : 2.2;
  for (const { parts, properties } of nodes) {
    const [x, y] = parts[0];
    ctx.beginPath();
    if (properties.kind === "entry_point") ctx.rect(x - radius, y - radius, radius * 2, radius * 2);
    else ctx.arc(x, y, radius, 0, Math.PI * 2);
    ctx.fillStyle = casing;
    ctx.fill();
    ctx.strokeStyle = (CLASS_LOOKS[properties.network_class] || CLASS_LOOKS.QT).colour;
    ctx.lineWidth = 1.4;
    ctx.stroke();
  }
}

/** The picked line in white, black and amber. @param {CanvasRenderingContext2D} ctx @param {TileFeature} feature @param {number} width */
export function drawPicked(ctx, feature, width) {
  const path = feature.type === 1 ? new Path2D() : traced([feature]);
  if (feature.type === 1) path.arc(feature.parts[0][0], feature.parts[0][1], 6, 0, Math.PI * 2);
  ctx.setLineDash([]);
  ctx.lineCap = "round";
  for (const [colour, extra] of /** @type {[string, number][]} */ ([["#ffffff", 9], ["#000000", 7], ["#ffb000", 4.5]])) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width + extra;
    ctx.stroke(path);
  }
}

/** Leaves only a part of what is drawn in an area. @param {CanvasRenderingContext2D} ctx @param {Path2D} area @param {number} rest 0–1 */
function thin(ctx, area, rest) {
  ctx.globalCompositeOperation = "destination-out";
  ctx.fillStyle = `rgb(0 0 0 / ${1 - rest})`;
  ctx.fill(area, "evenodd");
  ctx.globalCompositeOperation = "source-over";
}

/** What lies outside the selected compounds. @param {Path2D} selected @param {number} size */
function outside(selected, size) {
  const area = new Path2D();
  area.rect(0, 0, size, size);
  area.addPath(selected);
  return area;
}

/**
 * @param {object} scene
 * @param {(feature: TileFeature) => boolean} scene.isShown
 * @param {() => string} scene.picked kind:id
 * @param {(coords: any) => Path2D | null} scene.selection outlines of the selected compounds on a tile
 * @param {(coords: any) => Path2D | null} scene.others outlines of the compounds not selected
 * @returns {(ctx: CanvasRenderingContext2D, tile: {coords: any, features: TileFeature[]}, size: number) => void}
 */
export function networkPainter({ isShown, picked, selection, others }) {
  return (ctx, { coords, features }, size) => {
    const zoom = coords.z;
    const { casing } = palette();
    const shown = features.filter(isShown);
    drawLines(ctx, byLook(shown.filter((each) => each.type === 2), zoom), casing, sheets(ctx, features, size));
    if (zoom >= NODES_FROM_ZOOM) drawNodes(ctx, shown.filter((each) => each.type === 1), zoom, casing);
    const selected = selection(coords);
    const rest = zoom < SERVICES_MUTED_BELOW_ZOOM ? others(coords) : null;
    if (rest) thin(ctx, rest, zoom < BRANCHES_MUTED_BELOW_ZOOM ? 0.2 : 0.5);
    if (selected) thin(ctx, outside(selected, size), FADED);
    const target = picked();
    for (const each of shown.filter((one) => featureKey(one) === target)) {
      drawPicked(ctx, each, lineStyle(each.properties, zoom).width);
      if (each.type === 2) drawLines(ctx, byLook([each], zoom), "#ffb000");
    }
  };
}

/** As the address bar names it: segment:12, building:7, barrier:R4. @param {TileFeature} feature */
export const featureKey = ({ layer, properties }) => `${layer.slice(0, -1)}:${properties.id ?? properties.code}`;
