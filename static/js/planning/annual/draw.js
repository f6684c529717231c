// @ts-check
// The board as a table: a row for each district, a column for what waits and for each year, cards in their order.

import { h } from "../../lib/elements.js";
import { circled, count, joined, length, money } from "../../lib/format.js";
import { language, t } from "../../lib/messages.js";
import { cell, columns, mayMove, yearOf } from "./plans.js";

/** @typedef {import("./plans.js").Board} Board */
/** @typedef {import("./plans.js").Card} Card */

/** @param {number | null} year */
export const title = (year) => (year === null ? t("Not planned yet") : String(year));

/** @param {number | null} year */
const key = (year) => (year === null ? "waiting" : String(year));

/** @param {import("./plans.js").Year} year */
function figures(year) {
  return h(
    "dl",
    { class: "sums" },
    h("div", {}, h("dt", {}, t("Compounds")), h("dd", {}, count(year.compounds))),
    h("div", {}, h("dt", {}, t("Households")), h("dd", {}, count(year.households))),
    h("div", {}, h("dt", {}, t("Investment")), h("dd", {}, joined(money(year.estimate_cny, language)), year.without_estimate ? h("small", {}, ` (${t("{n} without", { n: year.without_estimate })})`) : null)),
    h("div", {}, h("dt", {}, t("Utilities")), h("dd", {}, `${count(year.organisations)} · ${joined(length(year.metres))}`)),
  );
}

/** @param {Board} board @param {number | null} year */
function head(board, year) {
  const plan = yearOf(board, year);
  if (!plan) return h("th", { scope: "col", data: { column: key(year) } }, h("span", { class: "year" }, title(year)), h("p", { class: "low" }, t("Eligible, in no annual plan.")));
  const verdict = h("span", { class: `verdict ${plan.status === "adopted" ? "ok" : "open"}` }, plan.status_label);
  const name = plan.is_begun ? h("a", { class: "year", href: plan.url }, title(year)) : h("span", { class: "year" }, title(year));
  return h("th", { scope: "col", data: { column: key(year) } }, name, " ", verdict, figures(plan));
}

/** @param {Card} card */
function facts(card) {
  const bits = [circled(card.stage), t("{n} households", { n: count(card.households) }), joined(money(card.estimate_cny, language))];
  return bits.filter(Boolean).join(" · ");
}

/** @param {Card} card */
function marks(card) {
  return [
    h("span", { class: "mark" }, card.cohort_label),
    card.bundle ? h("span", { class: "mark bundle" }, t("Bundle {number}", { number: card.bundle.number })) : null,
    card.year === null && card.wished_year ? h("span", { class: "mark" }, t("wished for {year}", { year: card.wished_year })) : null,
    card.is_eligible ? null : h("span", { class: "mark bad" }, t("Not eligible")),
  ];
}

/** @param {Board} board @param {Card} card @param {number} place */
function item(board, card, place) {
  const movable = mayMove(board, card);
  const button = h(
    "button",
    { type: "button", class: "plan-card", tabindex: -1, "aria-describedby": "board-help", data: { key: card.code, code: card.code, fixed: String(card.is_fixed) } },
    h("span", { class: "name" }, card.year === null ? null : h("span", { class: "place" }, `${place}. `), card.name),
    h("span", { class: "low" }, facts(card)),
    h("span", { class: "marks" }, marks(card)),
  );
  return h("li", { draggable: movable ? "true" : null, data: { code: card.code } }, button);
}

/** @param {Board} board @param {{code: string, name: string, mine: boolean}} district @param {number | null} year */
function box(board, district, year) {
  const cards = cell(board, district.code, year);
  const isSubmitted = yearOf(board, year)?.submitted.includes(district.code);
  return h(
    "td",
    { data: { column: key(year), district: district.code, year: key(year) } },
    isSubmitted ? h("span", { class: "verdict ok" }, t("Submitted")) : null,
    h("ol", { class: "scroller", "aria-label": `${district.name} ${title(year)}` }, cards.map((card, at) => item(board, card, at + 1))),
  );
}

/** @param {Board} board @returns {HTMLElement} */
export function drawn(board) {
  const all = columns(board);
  const rows = board.districts.map((district) => [
    h("tr", { class: "district" }, h("th", { scope: "rowgroup", colspan: all.length }, district.name)),
    h("tr", {}, all.map((year) => box(board, district, year))),
  ]);
  return h(
    "table",
    {},
    h("caption", { class: "visually-hidden" }, t("Years, districts and compounds in their order")),
    h("thead", {}, h("tr", {}, all.map((year) => head(board, year)))),
    rows.map((pair) => h("tbody", {}, pair)),
  );
}

/** Which column a phone shows. @param {Board} board @param {number | null} shown @param {(year: number | null) => void} choose */
export function tabs(board, shown, choose) {
  const one = (/** @type {number | null} */ year) =>
    h("button", { type: "button", class: "button", "aria-pressed": String(year === shown), data: { key: `tab ${key(year)}` }, on: { click: () => choose(year) } }, title(year));
  return h("div", { class: "board-tabs", role: "group", "aria-label": t("Shown year") }, columns(board).map(one));
}

/** @param {number | null} year */
export const columnKey = key;
