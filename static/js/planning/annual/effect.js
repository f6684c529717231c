// @ts-check
// Both targets as the plans stand, and what the last move changed.

import { h } from "../../lib/elements.js";
import { count, joined, length, money } from "../../lib/format.js";
import { language, t } from "../../lib/messages.js";

/** @typedef {import("./plans.js").Target} Target */

/** When the plans meet a target. @param {Target} target */
export function met(target) {
  if (target.is_met) return t("met");
  if (target.met_in === null) return t("not met: {n} compounds are in no plan", { n: target.short });
  if (target.years_over > 0) return t("met in {year}, {n} years late", { year: target.met_in, n: target.years_over });
  return t("met in {year}", { year: target.met_in });
}

/** @param {Target} target */
function bar(target) {
  const share = (/** @type {number} */ n) => (target.needed ? Math.min((100 * n) / target.needed, 100) : 100);
  const done = h("span", { class: "done" });
  const planned = h("span", { class: "planned" });
  done.style.width = `${share(target.renovated)}%`;
  planned.style.width = `${share(target.renovated + target.planned) - share(target.renovated)}%`;
  return h("div", { class: "target-bar", "aria-hidden": "true" }, done, planned);
}

/** @param {Target[]} targets */
export function targetPanels(targets) {
  return targets.map((target) =>
    h(
      "div",
      { class: "panel target", data: { cohort: target.cohort } },
      h("h2", {}, `${target.label} · ${t("by {year}", { year: target.due })}`),
      bar(target),
      h("p", {}, t("Needed {needed}, renovated {renovated}, planned {planned}", { needed: count(target.needed), renovated: count(target.renovated), planned: count(target.planned) }), " — ", h("strong", {}, met(target))),
    ),
  );
}

/** @param {any} was @param {any} now @param {(value: any) => string} say */
function pair(was, now, say) {
  const [before, after] = [say(was), say(now)];
  return before === after ? h("td", { class: "number low" }, after) : h("td", { class: "number" }, `${before} → `, h("strong", {}, after));
}

/** @param {{years: {year: number, before: any, after: any}[], targets: {before: Target, after: Target}[]}} effect */
export function effectTable(effect) {
  const cash = (/** @type {number} */ cny) => joined(money(cny, language));
  const rows = effect.years.map(({ year, before, after }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, year),
      pair(before.compounds, after.compounds, count),
      pair(before.households, after.households, count),
      pair(before.estimate_cny, after.estimate_cny, cash),
      pair(before.organisations, after.organisations, count),
      pair(before.metres, after.metres, (metres) => joined(length(metres))),
    ),
  );
  const headings = [t("Year"), t("Compounds"), t("Households"), t("Investment"), t("Utilities"), t("Length")];
  return h("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": t("By year") }, h("table", {}, h("thead", {}, h("tr", {}, headings.map((each, at) => h("th", { scope: "col", class: at ? "number" : null }, each)))), h("tbody", {}, rows)));
}

/** Each target in a sentence, changed or not. @param {{targets: {before: Target, after: Target}[]}} effect */
export const targetSentences = (effect) =>
  effect.targets.map(({ before, after }) => {
    const [was, now] = [met(before), met(after)];
    return h("span", { class: was === now ? "low" : null }, `${after.label}: `, was === now ? t("unchanged, {now}", { now }) : t("{was} → now {now}", { was, now }));
  });
