// @ts-check
// The rows of the table, its headings that sort and its line of totals.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { cellText, heading } from "./table_query.js";

/** @typedef {import("./table_query.js").Column} Column */
/**
 * @typedef {object} GridActs
 * @property {string} sort
 * @property {boolean} canPick
 * @property {(key: string) => void} onSort
 * @property {(row: number) => void} onOpen
 * @property {(ids: string[], present: boolean) => void} onPick
 */

/** @param {Column} column */
const side = ({ kind }) => (["number", "money"].includes(kind) ? "number" : kind);

/** @param {HTMLElement} root @param {any} told @param {GridActs} acts */
export function drawGrid(root, told, acts) {
  if (!told.rows.length) return replace(root, h("p", { class: "hint low" }, t("Nothing matches.")));
  const table = h("table", { class: "grid" }, h("caption", { class: "visually-hidden" }, t("Attribute table")), head(told, acts), body(told, acts), foot(told, acts));
  replace(root, table);
}

/** @param {any} told @param {GridActs} acts */
function head({ columns, ids }, { sort, canPick, onSort, onPick }) {
  const th = (/** @type {Column} */ column) => {
    const way = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : "none";
    const arrow = h("span", { class: "arrow", "aria-hidden": "true" }, { ascending: "▲", descending: "▼", none: "" }[way]);
    return h("th", { scope: "col", class: side(column), "aria-sort": way }, h("button", { type: "button", data: { key: `sort:${column.key}` }, on: { click: () => onSort(column.key) } }, heading(column), arrow));
  };
  const all = h("input", { type: "checkbox", "aria-label": t("All rows of this page"), data: { key: "pick-all" }, on: { change: (/** @type {any} */ { target }) => onPick(ids, target.checked) } });
  return h("thead", {}, h("tr", {}, canPick ? h("td", { class: "pick" }, all) : null, columns.map(th)));
}

/** @param {any} told @param {GridActs} acts */
function body({ columns, rows, ids }, { canPick, onOpen, onPick }) {
  const first = Math.max(0, columns.findIndex((/** @type {Column} */ { key }) => key === "name"));
  const line = (/** @type {any[]} */ cells, /** @type {number} */ i) => {
    const name = cellText(columns[first], cells[first]) || String(ids[i]);
    const cell = (/** @type {Column} */ column, /** @type {number} */ j) => j === first
      ? h("th", { scope: "row", class: side(column) }, h("button", { type: "button", class: "link", data: { key: `row:${ids[i]}` } }, name))
      : h("td", { class: side(column) }, cellText(column, cells[j]));
    const pick = h("input", { type: "checkbox", "aria-label": t("On the selection list: {name}", { name }), data: { key: `pick:${ids[i]}` }, on: { change: (/** @type {any} */ { target }) => onPick([ids[i]], target.checked) } });
    const opens = (/** @type {any} */ { target }) => target.closest(".pick") || onOpen(i);
    return h("tr", { data: { id: ids[i] }, on: { click: opens } }, canPick ? h("td", { class: "pick" }, h("label", {}, pick)) : null, columns.map(cell));
  };
  return h("tbody", {}, rows.map(line));
}

/** Sums over all rows of the filter, not of the page. @param {any} told @param {GridActs} acts */
function foot({ columns, totals, total }, { canPick }) {
  const sum = (/** @type {Column} */ column, /** @type {number} */ i) => {
    const text = column.key in totals ? cellText(column, totals[column.key]) : "";
    if (i > 0) return h("td", { class: side(column) }, text);
    return h("th", { scope: "row" }, t("Total"), text ? ` ${text}` : "");
  };
  return h("tfoot", {}, h("tr", { data: { total: String(total) } }, canPick ? h("td", { class: "pick" }) : null, columns.map(sum)));
}
