// @ts-check
// The result of a check or an import: the map and the tables tell of the same rows.
import { byId, h, replace } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { emptyView, encode } from "../lib/permalink.js";
import { getJson } from "../map/api.js";
import { sendOnce } from "./once.js";
import { PreviewMap } from "./preview_map.js";

/** @typedef {{type: string, features: any[], problems: {features: any[]}, shown: number, total: number, bounds: [number, number, number, number] | null}} Preview */

const words = () => /** @type {Record<string, string>} */ ({
  added: t("New"), changed: t("Changed"), unchanged: t("Unchanged"), gone: t("No longer in the file"), rejected: t("Left out"),
});

/** The legend is the switch of the layers. @param {PreviewMap} map @param {Preview} preview */
function legend(map, preview) {
  const entry = (/** @type {string} */ name, /** @type {any} */ sign, /** @type {string} */ word, /** @type {number} */ n) => n > 0 &&
    h("label", {}, h("input", { type: "checkbox", checked: true, on: { change: (/** @type {any} */ event) => map.toggle(name, event.target.checked) } }), sign, word, h("span", { class: "n" }, count(n)));
  const having = (/** @type {string} */ status) => preview.features.filter((each) => each.properties.status === status).length;
  const rows = Object.entries(words()).map(([status, word]) => entry(status, h("span", { class: `mark ${status}`, "aria-hidden": "true" }), word, having(status)));
  for (const [severity, sign, word] of [["error", "▲", t("Errors")], ["warning", "◆", t("Warnings")]]) {
    const found = preview.problems.features.filter((each) => each.properties.severity === severity).length;
    rows.push(entry(severity, h("span", { class: `sign ${severity}`, "aria-hidden": "true" }, sign), word, found));
  }
  const capped = preview.shown < preview.total && h("p", { class: "low" }, t("{shown} of {total} rows are drawn; the tables and the report hold all.", { shown: count(preview.shown), total: count(preview.total) }));
  const empty = !preview.features.length && !preview.problems.features.length && h("p", { class: "low" }, t("There is nothing to draw."));
  replace(byId("legend"), rows, capped, empty, h("p", { class: "low" }, t("Click a shape to see what is said of its row.")));
}

/** @param {number} row */
const rowsOf = (row) => document.querySelectorAll(`.issues tr[data-row="${row}"]`);

/** @param {number | null} row */
function mark(row) {
  for (const old of document.querySelectorAll("tr.chosen")) old.classList.remove("chosen");
  if (row !== null) rowsOf(row).forEach((each) => each.classList.add("chosen"));
}

/** @param {PreviewMap} map @param {Preview} preview */
function followMap(map, preview) {
  map.addEventListener("choose", (/** @type {any} */ { detail }) => {
    mark(detail.row);
    const problems = preview.problems.features.filter((each) => each.properties.row === detail.row).map(({ properties }) => [properties.field_label, properties.message].filter(Boolean).join(" "));
    const status = detail.status && words()[detail.status];
    const title = [detail.row === null ? "" : t("Row {row}", { row: detail.row }), detail.code, status].filter(Boolean).join(" · ");
    map.say(detail.at, title, [...new Set(problems.length ? problems : [detail.message].filter(Boolean))]);
  });
}

/** @param {HTMLElement} row @param {PreviewMap} map */
function followRow(row, map) {
  const { row: number, lon, lat } = row.dataset;
  const button = /** @type {HTMLElement | null} */ (row.querySelector("[data-show]"));
  if (!button || (!lon && !map.byRow.has(Number(number)))) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    mark(number ? Number(number) : null);
    map.show(number ? Number(number) : null, lon ? [Number(lon), Number(lat)] : null);
    byId("preview").scrollIntoView({ block: "nearest", behavior: "smooth" });
    byId("spoken").textContent = t("Shown on the map");
  });
}

/** The way to the county's map, at the imported place. @param {PreviewMap} map @param {Preview} preview */
function linkToMap(map, preview) {
  const link = document.getElementById("to-map");
  if (!link || !preview.bounds) return;
  const { lat, lng } = map.map.getCenter();
  link.setAttribute("href", `/${encode({ ...emptyView(), zoom: map.map.getZoom(), lat, lon: lng })}`);
}

async function drawMap() {
  const section = document.getElementById("preview");
  if (!section) return;
  try {
    const preview = /** @type {Preview} */ (await getJson(section.dataset.url || ""));
    const map = new PreviewMap(byId("map"), preview, undefined);
    legend(map, preview);
    followMap(map, preview);
    for (const row of document.querySelectorAll(".issues tbody tr")) followRow(/** @type {HTMLElement} */ (row), map);
    linkToMap(map, preview);
  } catch {
    replace(byId("legend"), h("p", { class: "caution" }, t("The map could not be loaded; the tables below are complete. Reload the page to try again.")));
  }
}

sendOnce(document);
drawMap();
