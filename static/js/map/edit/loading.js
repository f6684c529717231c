// @ts-check
// Loads the drawing library and its looks when editing starts, once.
import { L } from "../leaflet.js";
import { looks } from "./looks.js";

/** @type {Promise<void> | null} */
let loaded = null;

async function library() {
  // Its build finds Leaflet as a global, which Leaflet's own build has set.
  // @ts-expect-error: a script, and no module
  await import("../../../vendor/geoman/leaflet-geoman.js");
  const leaflet = /** @type {any} */ (L);
  leaflet.PM.setOptIn(true);
  // Its handles would be buttons without a name; the keyboard has the table of corners.
  leaflet.Marker.mergeOptions({ keyboard: false });
}

/** @param {any} map gets its `pm` */
export async function load(map) {
  loaded ||= Promise.all([looks(), library()]).then(() => undefined);
  try {
    await loaded;
  } catch (failed) {
    loaded = null;
    throw failed;
  }
  map.options.pmIgnore = false;
  if (!map.pm) /** @type {any} */ (L).PM.reInitLayer(map);
  map.pm.setLang(document.documentElement.lang.startsWith("zh") ? "zh" : "en");
}
