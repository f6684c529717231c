// @ts-check
// Two versions of one object: the colleague's, saved meanwhile, and one's own, not yet saved.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { L } from "../leaflet.js";
import { size, who } from "./panels.js";

const THEIRS = { color: "#8a2be2", weight: 4, fillOpacity: 0.1, interactive: false, className: "edit-theirs", pmIgnore: true };

const PLACE = { radius: 9, color: "#d0021b", weight: 3, fill: false, interactive: false, pmIgnore: true };

/** Shows the whole of it, close enough to be drawn. @param {any} map @param {any} geometry */
export function frame(map, geometry) {
  const bounds = L.geoJSON(geometry).getBounds();
  if (!map.getBounds().contains(bounds) || map.getZoom() < 15) map.fitBounds(bounds, { maxZoom: 19, padding: [60, 60] });
}

/** A ring around the place where something is wrong. @param {any} map @param {[number, number]} at lon, lat */
export function markedAt(map, [lon, lat]) {
  map.panTo([lat, lon]);
  return L.circleMarker([lat, lon], PLACE);
}

/** Draws the colleague's outline. @param {any} map @param {any} theirs */
export function outlined(map, theirs) {
  const layer = L.geoJSON(theirs.geometry, /** @type {any} */ ({ style: THEIRS }));
  return layer.addTo(map);
}

/** @param {any} theirs @param {Record<string, any>} mine */
function differences(theirs, mine) {
  return theirs.fields.filter((/** @type {any} */ { name }) => String(theirs.values[name] ?? "") !== String(mine[name] ?? ""));
}

/**
 * The question, with both versions side by side.
 * @param {{theirs: any, geometry: any, values: Record<string, any>, take: () => void, keep: () => void}} both
 */
export function question({ theirs, geometry, values, take, keep }) {
  const { last } = theirs;
  const word = (/** @type {any} */ field, /** @type {any} */ value) =>
    (field.choices || []).find((/** @type {[string, string]} */ [code]) => code === String(value ?? ""))?.[1] || String(value ?? "") || "—";
  const rows = differences(theirs, values).map((/** @type {any} */ field) =>
    h("tr", {}, h("th", { scope: "row" }, field.label), h("td", {}, word(field, theirs.values[field.name])), h("td", {}, word(field, values[field.name]))));
  return h("section", { class: "edit-conflict", role: "alert" },
    h("h3", {}, t("A colleague saved this meanwhile")), h("p", {}, who(last) || t("by an import or the administration")),
    h("table", {},
      h("thead", {}, h("tr", {}, h("td"), h("th", { scope: "col" }, h("i", { class: "key theirs" }), t("Theirs")), h("th", { scope: "col" }, h("i", { class: "key mine" }), t("Yours")))),
      h("tbody", {}, h("tr", {}, h("th", { scope: "row" }, t("Size")), h("td", {}, size(theirs.geometry)), h("td", {}, size(geometry))), rows)),
    h("p", { class: "low" }, t("Both are on the map. Yours stays here until you choose; theirs stays in the history either way.")),
    h("div", { class: "edit-actions" },
      h("button", { type: "button", class: "button", on: { click: take } }, t("Take theirs")),
      h("button", { type: "button", class: "button primary", on: { click: keep } }, t("Save mine over theirs"))));
}
