// @ts-check
// The page of a delivery: waits while it is looked at, then draws where its layers lie.
import { byId } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { L } from "../map/leaflet.js";
import { groundedMap } from "./ground.js";
import { sendOnce } from "./once.js";
import { pageData } from "./page_data.js";
import { wait } from "./waiting.js";

const OUTLINE = { color: "#7a5aa6", weight: 2, dashArray: "10 4 2 4", fill: false, interactive: false };
const FOUND = { color: "#0b5cad", weight: 2, fillColor: "#0b5cad", fillOpacity: 0.25, interactive: false };
const CLOSE_ZOOM = 16;

/** @param {HTMLElement} figure @param {any} data what place.json says of the layer @param {any} county */
function draw(figure, data, county) {
  const element = /** @type {HTMLElement} */ (figure.querySelector(".map"));
  const map = groundedMap(element, byId("delivery").dataset.leaflet);
  const outline = county && L.geoJSON(county, /** @type {any} */ ({ style: () => OUTLINE, interactive: false })).addTo(map);
  const options = { style: () => FOUND, interactive: false, pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, { ...FOUND, radius: 3 }) };
  const shapes = data.after && L.geoJSON(data.after, /** @type {any} */ (options)).addTo(map);
  const bounds = shapes?.getBounds().isValid() ? shapes.getBounds() : null;
  if (bounds) map.fitBounds(data.outside && outline ? bounds.extend(outline.getBounds()) : bounds, { maxZoom: CLOSE_ZOOM, padding: [20, 20] });
  else if (outline) map.fitBounds(outline.getBounds());
  const caption = figure.querySelector("figcaption");
  if (caption) caption.textContent = said(data);
}

/** @param {{inside: number, outside: number, after: any, likely: {words: string} | null}} data */
function said({ inside, outside, after, likely }) {
  if (!after) return likely ? t("The file does not say where it lies; as {crs} it would lie in the county. You decide in the next step.", { crs: likely.words }) : t("The file does not say where it lies; you are asked in the next step.");
  if (!inside && !outside) return "";
  if (!outside) return t("All of the sample lies inside the county.");
  return t("{n} of {total} shapes of the sample lie outside the county: look at the coordinates in the next step.", { n: count(outside), total: count(inside + outside) });
}

function drawAll() {
  const found = pageData("layers-data");
  for (const figure of document.querySelectorAll(".small-map")) {
    const data = found?.layers?.[/** @type {HTMLElement} */ (figure).dataset.layer || ""];
    if (data) draw(/** @type {HTMLElement} */ (figure), data, found.county);
    else /** @type {HTMLElement} */ (figure).hidden = true;
  }
}

sendOnce(document);
const { stateUrl } = byId("delivery").dataset;
if (stateUrl) wait(stateUrl, () => {}).then((state) => state && location.reload());
else drawAll();
