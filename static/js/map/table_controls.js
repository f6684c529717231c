// @ts-check
// Around the rows of the table: its columns, its exports, its pages.
import { h } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { download } from "./download.js";
import { paging } from "./table_query.js";

/** @typedef {import("./table_query.js").Column} Column */

// Pixels: the top bar, which no menu covers, and the air around a menu.
const [EDGE, GAP] = [56, 8];

/** @param {any} told @param {(columns: string[]) => void} choose */
export function columnMenu({ columns, more_columns }, choose) {
  const shown = columns.map((/** @type {Column} */ { key }) => key);
  const toggle = (/** @type {string} */ key, /** @type {boolean} */ present) => choose(present ? [...shown, key] : shown.filter((/** @type {string} */ each) => each !== key));
  const line = (/** @type {Column} */ { key, label }) => h("label", { class: "tick" },
    h("input", { type: "checkbox", checked: shown.includes(key), disabled: shown.length === 1 && shown[0] === key, data: { key: `column:${key}` }, on: { change: (/** @type {any} */ { target }) => toggle(key, target.checked) } }), label);
  const standard = h("button", { type: "button", class: "link", on: { click: () => choose([]) } }, t("The usual columns"));
  return menu("columns", t("Columns"), h("div", { role: "group", "aria-label": t("Columns") }, [...columns, ...more_columns].map(line)), standard);
}

/** [ending, what it says, more of the query] @returns {[string, string, string][]} */
const formats = () => [
  ["xlsx", t("Excel (.xlsx)"), ""],
  ["gpkg", t("GeoPackage (.gpkg)"), ""],
  ["geojson", t("GeoJSON (.geojson)"), ""],
  ["zip", t("Shapefile, GBK (.zip)"), "encoding=gbk"],
  ["zip", t("Shapefile, UTF-8 (.zip)"), "encoding=utf-8"],
];

/** Writes exactly what the table has. @param {string} layer @param {() => string} asked @param {import("./notices.js").Notices} notices */
export function exportMenu(layer, asked, notices) {
  const line = (/** @type {[string, string, string]} */ [ending, text, more]) => h("button", { type: "button", class: "menu-line", data: { key: `export:${ending}:${more}` }, on: { click: (/** @type {any} */ event) => write(event.currentTarget, ending, more) } }, text);
  const write = async (/** @type {HTMLButtonElement} */ button, /** @type {string} */ ending, /** @type {string} */ more) => {
    if (button.getAttribute("aria-busy")) return;
    // Disabled it would lose the focus, and the keyboard its place.
    button.setAttribute("aria-busy", "true");
    try {
      const query = [asked(), more].filter(Boolean).join("&");
      await download(`/map/export/${layer}.${ending}${query && `?${query}`}`, `${layer}.${ending}`);
      notices.say(t("The file is in your downloads."));
    } catch (failed) {
      notices.fail(failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  return menu("export", t("Export"), formats().map(line));
}

/** Opens towards where there is more room. @param {string} key @param {string} title @param {...any} body */
function menu(key, title, ...body) {
  const list = h("div", { class: "table-menu-body" }, body);
  const root = h("details", { class: "table-menu", data: { menu: key } }, h("summary", { class: "button", data: { key: `menu:${key}` } }, title), list);
  root.addEventListener("toggle", () => {
    const { top, bottom } = root.getBoundingClientRect();
    const below = window.innerHeight - bottom;
    list.classList.toggle("up", top > below);
    list.style.maxHeight = `${Math.min(480, Math.max(top - EDGE, below) - 2 * GAP)}px`;
  });
  root.addEventListener("focusout", (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) root.open = false;
  });
  return root;
}

/** @param {any} told @param {(offset: number) => void} go */
export function pager(told, go) {
  const { page, pages, hasNext } = paging(told);
  const { offset, page_size, rows, total } = told;
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {string} */ sign, /** @type {boolean} */ can, /** @type {number} */ to) =>
    h("button", { type: "button", class: "button", "aria-label": text, title: text, "aria-disabled": can ? null : "true", data: { key: `page:${key}` }, on: { click: () => can && go(to) } }, sign);
  const number = h("input", { type: "number", min: 1, max: pages, value: String(page), "aria-label": t("Page"), data: { key: "page:number" }, on: { change: (/** @type {any} */ { target }) => go((Math.min(Math.max(1, Math.round(Number(target.value)) || 1), pages || Infinity) - 1) * page_size) } });
  return [
    button("first", t("First page"), "«", offset > 0, 0),
    button("back", t("Page before"), "‹", offset > 0, Math.max(0, offset - page_size)),
    h("span", { class: "table-page" }, t("Page"), number, pages === null ? "" : `/ ${count(pages)}`),
    button("next", t("Next page"), "›", hasNext, offset + page_size),
    button("last", t("Last page"), "»", hasNext && pages !== null, ((pages || 1) - 1) * page_size),
    h("span", { class: "low table-range" }, rows.length ? t("{from}–{to} of {n}", { from: count(offset + 1), to: count(offset + rows.length), n: total === null ? "…" : count(total) }) : ""),
  ];
}
