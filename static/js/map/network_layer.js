// @ts-check
// The networks the viewer may see, filtered by class and owner; and the ground beneath.
import { MvtLayer } from "./mvt_layer.js";
import { groundPainter, palette } from "./paint_ground.js";
import { networkPainter, spread } from "./paint_network.js";
import { NO_OWNER } from "./styles.js";

const GROUND = "barriers,roads,communities,buildings";
const NETWORK = "segments,nodes";

/** @param {any} state */
export function groundLayer(state) {
  const paint = groundPainter((name) => !state.view.layers.includes(name));
  const layer = new MvtLayer({ layers: GROUND, minZoom: 9, paint }, { pane: "ground" });
  state.follow(["layers"], () => layer.repaint());
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
    const { classes, owners, layers } = state.view;
    if (layer === "nodes" && layers.includes("nodes")) return false;
    return !classes.includes(properties.network_class) && !owners.includes(properties.owner || NO_OWNER);
  };
  const chosen = () => state.view.basket.filter((/** @type {string} */ code) => compounds.get(code));
  const layer = new MvtLayer({
    layers: NETWORK, minZoom: 13, prepare: spread,
    isPicked: (each) => isShown(each) && each.properties.id !== undefined,
    paint: networkPainter({
      isShown, picked: () => state.view.card,
      selection: (coords) => (chosen().length ? outlines(map, compounds, coords, chosen()) : null),
      others: (coords) => outlines(map, compounds, coords, touching(map, compounds, coords).filter((code) => !chosen().includes(code))),
    }),
  }, { pane: "network" });
  state.follow(["classes", "owners", "layers", "basket", "card"], () => layer.repaint());
  compounds.addEventListener("change", () => layer.repaint());
  return layer;
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
