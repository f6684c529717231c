// @ts-check
// The networks the viewer may see, filtered by class and owner; and the ground beneath.
import { MvtLayer } from "./mvt_layer.js";
import { groundPainter, palette } from "./paint_ground.js";
import { networkPainter, spread } from "./paint_network.js";

const GROUND = "barriers,roads,communities,buildings";
const NETWORK = "segments,nodes";

/** @param {any} state */
export function groundLayer(state) {
  const paint = groundPainter((name) => !state.view.layers.includes(name));
  const layer = new MvtLayer({ layers: GROUND, minZoom: 9, paint }, { pane: "ground" });
  state.follow(["layers"], () => layer.repaint());
  return layer;
}

/** The chosen compounds' outlines in the pixels of a tile. @param {LeafletMap} map @param {any} state @param {any} compounds */
function selectionOn(map, state, compounds) {
  return (/** @type {any} */ coords) => {
    const chosen = state.view.basket.filter((/** @type {string} */ code) => compounds.get(code));
    if (!chosen.length) return null;
    const path = new Path2D();
    for (const ring of chosen.flatMap((/** @type {string} */ code) => compounds.rings(code))) {
      ring.forEach((/** @type {[number, number]} */ [lon, lat], /** @type {number} */ i) => {
        const { x, y } = map.project([lat, lon], coords.z);
        path[i ? "lineTo" : "moveTo"](x - coords.x * 256, y - coords.y * 256);
      });
      path.closePath();
    }
    return path;
  };
}

/** @param {LeafletMap} map @param {any} state @param {any} compounds */
export function networkLayer(map, state, compounds) {
  const isShown = (/** @type {TileFeature} */ { layer, properties }) => {
    const { classes, owners, layers } = state.view;
    if (layer === "nodes" && layers.includes("nodes")) return false;
    return !classes.includes(properties.network_class) && !owners.includes(properties.owner || "");
  };
  const layer = new MvtLayer({
    layers: NETWORK, minZoom: 13, prepare: spread,
    isPicked: (each) => isShown(each) && each.properties.id !== undefined,
    paint: networkPainter({ isShown, picked: () => state.view.card, selection: selectionOn(map, state, compounds) }),
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
