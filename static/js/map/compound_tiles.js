// @ts-check
// Where there are too many compounds to draw one by one: as tiles, the chosen ones ringed there.
import { COMPOUND_FIELDS, NONE, filterQuery, isWanted } from "../lib/filter.js";
import { isInside } from "../lib/geometry.js";
import { circled } from "../lib/format.js";
import { CompoundsInView } from "./compounds_in_view.js";
import { codeOf } from "./dated_stages.js";
import { MvtLayer } from "./mvt_layer.js";
import { palette } from "./paint_ground.js";
import { STAGE_COLOURS } from "./styles.js";

const NAMES_FROM_ZOOM = 17;

/** @param {number[][]} rings */
function outline(rings) {
  const path = new Path2D();
  for (const ring of rings) {
    path.moveTo(ring[0], ring[1]);
    for (let i = 2; i < ring.length; i += 2) path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  return path;
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature} feature @param {number} stage @param {boolean} faded */
function drawPlain(ctx, feature, stage, faded) {
  ctx.globalAlpha = faded ? 0.42 : 1;
  ctx.fillStyle = stage ? `${STAGE_COLOURS[stage]}a0` : "rgb(255 255 255 / 4%)";
  ctx.strokeStyle = "#5d6b78";
  ctx.lineWidth = 0.8;
  ctx.setLineDash(stage ? [] : [4, 3]);
  const path = outline(feature.parts);
  ctx.fill(path, "evenodd");
  ctx.stroke(path);
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} chosen */
function drawRings(ctx, chosen) {
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#ffffff", 8], ["#10151a", 6], ["#ffb000", 3.5]])) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    for (const each of chosen) ctx.stroke(outline(each.parts));
  }
}

/** @param {TileFeature} feature px² */
const room = ({ box }) => (box[2] - box[0]) * (box[3] - box[1]);

/** Of a compound cut by tile borders only the largest part bears the name. @param {Iterable<{features: TileFeature[]}>} tiles */
function namedParts(tiles) {
  /** @type {Map<string, TileFeature>} */
  const largest = new Map();
  for (const { features } of tiles) {
    for (const each of features) {
      const known = largest.get(each.properties.code);
      if (!known || room(each) > room(known)) largest.set(each.properties.code, each);
    }
  }
  return new Set(largest.values());
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature} feature @param {number} stage */
function drawName(ctx, { box, properties }, stage) {
  const text = `${circled(stage)}${properties.name || ""}`;
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  if (ctx.measureText(text).width > box[2] - box[0]) return;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

// What the server narrows the tiles by: the stages of a day are known here, from the course of the compounds.
const ASKED = Object.fromEntries(Object.entries(COMPOUND_FIELDS).filter(([name]) => !["stage", "date", "known"].includes(name)));

/** @param {any} state @param {{offered?: () => string[], isDrawn?: (code: string) => boolean, pane?: string}} [how] isDrawn: by another layer, above */
export function compoundTiles(state, { offered = () => [], isDrawn = () => false, pane = "overlayPane" } = {}) {
  /** Stage number by code where another day is shown. @type {Map<string, number> | null} */
  let dated = null;
  const stageOf = (/** @type {TileFeature} */ { properties }) => (dated ? dated.get(properties.code) : properties.stage_number) || 0;
  const isShown = (/** @type {TileFeature} */ each) => isWanted(state.view.stage, codeOf(stageOf(each)) || NONE);
  /** @type {Set<TileFeature>} */
  let named = new Set();
  const layer = new MvtLayer({
    layers: "compounds", minZoom: 11, isPicked: isShown,
    query: () => filterQuery(state.view, ASKED),
    paint(ctx, { coords, features }) {
      const basket = new Set(state.view.basket);
      const ring = new Set(offered());
      const shown = features.filter(({ properties: { code } }) => !isDrawn(code)).filter((each) => isShown(each) || basket.has(each.properties.code));
      shown.forEach((each) => drawPlain(ctx, each, stageOf(each), basket.size > 0 && !basket.has(each.properties.code)));
      ctx.globalAlpha = 1;
      Object.assign(ctx, { strokeStyle: "#0b5cad", lineWidth: 3 });
      ctx.setLineDash([7, 5]);
      shown.filter((each) => ring.has(each.properties.code)).forEach((each) => ctx.stroke(outline(each.parts)));
      drawRings(ctx, shown.filter((each) => basket.has(each.properties.code)));
      if (coords.z < NAMES_FROM_ZOOM) return;
      Object.assign(ctx, { font: "600 12px sans-serif", textAlign: "center", textBaseline: "middle", strokeStyle: palette().casing, lineWidth: 3, fillStyle: palette().text });
      shown.filter((each) => named.has(each)).forEach((each) => drawName(ctx, each, stageOf(each)));
    },
  }, { pane, zIndex: 5 });
  layer.on("load", () => {
    named = namedParts(layer.drawn.values());
    layer.repaint();
  });
  /** The compound under the pointer. @param {LeafletMap} map @param {any} latlng @returns {string | null} */
  const pickCode = (map, latlng) => {
    const { tile, x, y } = layer.place(map, latlng);
    const hit = tile?.features.find((each) => isShown(each) && isInside(each.parts, x, y));
    return hit ? hit.properties.code : null;
  };
  /** Shows another day, or today again. @param {Map<string, number> | null} stages */
  const date = (stages) => {
    dated = stages;
    layer.repaint();
  };
  state.follow(["stage", "basket"], () => layer.repaint());
  state.follow(Object.keys(ASKED), () => layer.drawn.size && layer.reload());
  return Object.assign(layer, { pickCode, date });
}

/** On the page's own map. @param {any} page */
export function install(page) {
  const { map, state, compounds, selection } = page;
  const offered = () => (selection.weighed?.ring || []).map((/** @type {Place} */ each) => each.code);
  page.tiles = compoundTiles(state, { offered, isDrawn: (code) => compounds.byCode.has(code) });
  map.addLayer(page.tiles);
  compounds.addEventListener("change", () => page.tiles.repaint());
  compounds.part = new CompoundsInView(page);
  // Who shows another day was there before the tiles.
  compounds.dispatchEvent(new Event("change"));
}
