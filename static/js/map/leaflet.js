// @ts-check
// The only module that touches Leaflet itself; its build sets a global, which ends here.
import "leaflet";
import { t } from "../lib/messages.js";

/** @type {Leaflet} */
export const L = /** @type {any} */ (globalThis).L;

/** Panes from the ground up; Leaflet's own stop at 400 (vectors) and 650 (tooltips). */
const PANES = { ground: 210, hulls: 380, network: 420, rings: 440, labels: 460 };

/** @param {any} config Django's leaflet_json_config */
function options(config) {
  return {
    minZoom: config.MIN_ZOOM,
    maxZoom: config.MAX_ZOOM,
    zoomSnap: 1,
    zoomControl: false,
    attributionControl: false,
    preferCanvas: false,
    keyboard: true,
  };
}

/**
 * @param {HTMLElement} element with data-leaflet
 * @param {View} view
 * @param {Bounds | undefined} bounds where the county town lies
 */
export function createMap(element, view, bounds) {
  const config = JSON.parse(element.dataset.leaflet || "{}");
  const map = L.map(element, options(config));
  for (const [name, zIndex] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    if (name !== "rings") pane.style.pointerEvents = "none";
  }
  L.control.zoom({ position: "bottomleft", zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }).addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false }).addTo(map);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  if (view.zoom !== null && view.lat !== null && view.lon !== null) map.setView([view.lat, view.lon], view.zoom);
  else if (bounds) map.fitBounds(bounds);
  else map.setView(config.DEFAULT_CENTER, config.DEFAULT_ZOOM);
  return map;
}

/** Keeps position and address bar together. @param {LeafletMap} map @param {EventTarget & {view: View, set: Function, follow: Function}} state */
export function bindPosition(map, state) {
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    state.set({ zoom: map.getZoom(), lat: Number(lat.toFixed(5)), lon: Number(lng.toFixed(5)) });
  });
  state.follow(["zoom", "lat", "lon"], (/** @type {View} */ view, /** @type {any} */ detail) => {
    if (detail.fromHistory && view.zoom !== null) map.setView([view.lat ?? 0, view.lon ?? 0], view.zoom);
  });
}
