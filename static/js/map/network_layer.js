// @ts-check
// The networks the viewer may see, filtered by class and owner; and the ground beneath.
import { LINE_FIELDS, NONE, filterQuery, isWanted } from "../lib/filter.js";
import { spread } from "./lanes.js";
import { MvtLayer } from "./mvt_layer.js";
import { groundPainter, palette } from "./paint_ground.js";
import { drawPicked, featureKey, networkPainter } from "./paint_network.js";

const GROUND = "barriers,roads,communities,buildings";
const NETWORK = "segments,nodes";
// From here tiles carry sizes too.
const LABELS_FROM_ZOOM = 18;
// Class and owner stand in every tile; what else lines are asked by the server knows.
const ASKED = Object.fromEntries(Object.entries(LINE_FIELDS).filter(([name]) => !["class", "owner"].includes(name)));

/** @param {any} state */
export function groundLayer(state) {
  const drawGround = groundPainter((name) => !state.view.layers.includes(name));
  const paint = (/** @type {CanvasRenderingContext2D} */ ctx, /** @type {any} */ tile) => {
    drawGround(ctx, tile);
    tile.features.filter((/** @type {TileFeature} */ each) => featureKey(each) === state.view.card).forEach((/** @type {TileFeature} */ each) => drawPicked(ctx, each, -1));
  };
  const layer = new MvtLayer({ layers: GROUND, minZoom: 9, paint }, { pane: "ground" });
  state.follow(["layers", "card"], () => layer.repaint());
  return layer;
}

/** Outlines of compounds in the pixels of a tile. @param {LeafletMap} map @param {any} compounds @param {any} coords @param {string[]} codes */
function outlines(map, compounds, coords, codes) {
  const path = new Path2D();
  for (const ring of codes.flatMap((code) => compounds.rings(code))) {
    ring.forEach((/** @type {[number, number]} */ [lon, lat], /** @type {number} */ i) => {
      const { x, y } = map.project([lat, lon], coords.z);
      path[i ? "lineTo" : "moveTo"](x - coords.x * 256, y - coords.y * 256);
    });
    path.closePath();
  }
  return path;
}

/** Compounds whose box touches the tile. @param {LeafletMap} map @param {any} compounds @param {any} coords */
function touching(map, compounds, coords) {
  const corner = (/** @type {number} */ x, /** @type {number} */ y) => map.unproject([(coords.x + x) * 256, (coords.y + y) * 256], coords.z);
  const [northWest, southEast] = [corner(0, 0), corner(1, 1)];
  return [...compounds.byCode.keys()].filter((code) => {
    const [[south, west], [north, east]] = compounds.frame(code).bounds;
    return west < southEast.lng && east > northWest.lng && south < northWest.lat && north > southEast.lat;
  });
}

/** @param {LeafletMap} map @param {any} state @param {any} compounds */
export function networkLayer(map, state, compounds) {
  const isShown = (/** @type {TileFeature} */ { layer, properties }) => {
    const { class: classes, owner: owners, layers } = state.view;
    if (layer === "nodes" && layers.includes("nodes")) return false;
    return isWanted(classes, properties.network_class) && isWanted(owners, properties.owner || NONE);
  };
  const chosen = () => state.view.basket.filter((/** @type {string} */ code) => compounds.get(code));
  const layer = new MvtLayer({
    layers: NETWORK, minZoom: 13, prepare: spread, query: () => filterQuery(state.view, ASKED),
    isPicked: (each) => isShown(each) && each.properties.id !== undefined,
    paint: networkPainter({
      isShown, picked: () => state.view.card,
      selection: (coords) => (chosen().length ? outlines(map, compounds, coords, chosen()) : null),
      others: (coords) => outlines(map, compounds, coords, touching(map, compounds, coords).filter((code) => !chosen().includes(code))),
    }),
  }, { pane: "network" });
  state.follow(["class", "owner", "layers", "basket", "card"], () => layer.repaint());
  state.follow(/** @type {any} */ (Object.keys(ASKED)), () => layer.reload());
  compounds.addEventListener("change", () => layer.repaint());
  return Object.assign(layer, { isLabelled: (/** @type {TileFeature} */ each) => each.type === 2 && isShown(each) });
}

/** Writes class and size beside the lines where the map is close enough. @param {any} page */
export function labelLines(page) {
  const { map, state, network } = page;
  /** @type {Promise<{draw: () => void, clear: () => void}> | null} */
  let labels = null;
  let frame = 0;
  const draw = async () => {
    if (map.getZoom() < LABELS_FROM_ZOOM) return;
    labels ??= import("./network_labels.js").then(({ install }) => install(page));
    // Without them the map is still whole; the next move tries again.
    const ready = await labels.catch(() => (labels = null));
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => map.getZoom() >= LABELS_FROM_ZOOM && ready?.draw());
  };
  map.on("moveend", draw);
  map.on("zoomstart", () => labels?.then((ready) => ready.clear()));
  network.on("load", draw);
  state.follow([...Object.keys(LINE_FIELDS), "stage", "basket"], draw);
}

/** @param {HTMLElement} element the map's @param {MvtLayer[]} layers */
export function followColourScheme(element, layers) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    element.style.background = palette().land;
    layers.forEach((each) => each.repaint());
  };
  dark.addEventListener("change", apply);
  apply();
}
