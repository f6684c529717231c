// @ts-check
// What stands on the wall, made from the figures.

import { h, svg } from "../lib/elements.js";
import { count, joined, money } from "../lib/format.js";
import { language, t } from "../lib/messages.js";

/** @typedef {import("./options.js").Figures} Figures */

/** @param {number | null | undefined} value */
export const percent = (value) => (value === null || value === undefined ? "—" : `${value.toFixed(1)}%`);

/** @param {Date} time */
export const clock = (time) => time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {any} target */
function verdict(target) {
  const short = count(target.short);
  if (target.days_over) return t("{short} short, {days} days over", { short, days: count(target.days_over) });
  if (target.short) return t("{short} to go, {days} days left", { short, days: count(target.days_left) });
  return t("Reached");
}

/** @param {any} target */
function bar(target) {
  const rect = (/** @type {string} */ name, /** @type {number} */ x, /** @type {number} */ width) =>
    svg("rect", { class: name, x, width: Math.max(width, 0), height: 6 });
  return svg("svg", { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    rect("track", 0, 100), rect("started", 0, target.started_percent.compounds || 0),
    rect("renovated", 0, target.renovated_percent.compounds || 0), rect("needed", Math.min(target.needed_percent, 99.5), 0.5));
}

/** @param {Figures} figures @param {Record<string, string>} lamps */
export function targets(figures, lamps) {
  return figures.targets.map((/** @type {any} */ target) => h("article", { class: `wall-panel target ${target.lamp || ""}` },
    h("h2", {}, target.label, target.lamp && h("span", { class: "lamp" }, lamps[target.lamp])),
    h("p", { class: "rates" }, t("{percent} by {day}", { percent: `${target.needed_percent}%`, day: target.due_on })),
    h("p", { class: "big" }, count(target.renovated.compounds), h("small", {}, ` / ${count(target.needed)}`)),
    bar(target),
    h("p", { class: target.days_over ? "verdict bad" : "verdict" }, verdict(target)),
    h("p", { class: "rates" }, t("By compounds {compounds}, by households {households}", {
      compounds: percent(target.renovated_percent.compounds), households: percent(target.renovated_percent.households) }))));
}

/** @param {Figures} figures @param {Record<string, string>} words */
export function totals(figures, words) {
  /** @param {string} label @param {string} value @param {string} [more] */
  const figure = (label, value, more = "") => h("div", {}, h("dt", {}, label), h("dd", {}, value, more && h("small", {}, more)));
  const rows = [
    figure(words.compounds, count(figures.total.compounds)),
    figure(words.started, count(figures.started.compounds), percent(figures.started_percent.compounds)),
    figure(words.renovated, count(figures.renovated.compounds), percent(figures.renovated_percent.compounds)),
  ];
  if (figures.is_official) {
    rows.push(
      figure(words.households, count(figures.renovated.households), `/ ${count(figures.total.households)}`),
      figure(words.investment, joined(money(figures.renovated.estimate_cny, language)), `/ ${joined(money(figures.total.estimate_cny, language))}`),
    );
  }
  return h("dl", {}, ...rows);
}

/** @param {Figures} figures */
export function stageBars(figures) {
  const cells = figures.matrix_total.cells;
  const most = Math.max(1, ...cells.map((/** @type {any} */ cell) => cell.compounds));
  return figures.stages.map((stage) => {
    const { compounds } = cells[stage.number];
    const filled = svg("svg", { class: "stage-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", data: { stage: String(stage.number) } },
      svg("rect", { width: (100 * compounds) / most, height: 10 }));
    return h("li", {}, h("span", { class: "stage", data: { stage: String(stage.number) } }, h("b", {}, stage.number || ""), stage.label), filled, h("strong", {}, count(compounds)));
  });
}

/** @param {any[]} rows @param {Record<string, string>} words @param {string} days @param {string} caption */
function table(rows, words, days, caption) {
  if (!rows.length) return null;
  return h("table", {}, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.compound), h("th", { scope: "col" }, words.district), h("th", { scope: "col", class: "number" }, days))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row", title: row.name }, row.name), h("td", {}, row.district_name || "—"), h("td", { class: "number" }, count(row.days))))));
}

/** As many rows as fit: the late first, then who stands in a stage longest. @param {Figures} figures @param {Record<string, string>} words @param {number} most */
export function late(figures, words, most) {
  const { plan_year: byPlan, target, stuck } = figures.late;
  const rows = (byPlan.rows.length ? byPlan.rows : target.rows).slice(0, Math.ceil(most * 0.6));
  const told = byPlan.rows.length ? [words.byPlan, byPlan.compounds] : [words.byTarget, target.compounds];
  return [
    h("dl", { class: "late-counts" },
      h("div", {}, h("dt", {}, words.byPlan), h("dd", {}, count(byPlan.compounds))),
      h("div", {}, h("dt", {}, words.byTarget), h("dd", {}, count(target.compounds)))),
    table(rows, words, words.daysLate, `${told[0]} (${rows.length} / ${count(told[1])})`),
    table(stuck.slice(0, most - rows.length), words, words.daysInStage, words.longest),
  ];
}
