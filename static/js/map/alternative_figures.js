// @ts-check
// The rows by which alternatives are compared.
import { h } from "../lib/elements.js";
import { area, count, joined, length, money } from "../lib/format.js";
import { language, t } from "../lib/messages.js";
import { weighed as inUnit } from "./proposal_parts.js";
import { percent } from "./proposal_figures.js";

/** @typedef {import("./proposal_figures.js").Figures & {weighed?: Weighed, unit?: string}} Compared */
/** @typedef {{letter: string, name: string, codes: string[], bundles?: import("./proposal_store.js").ProposedBundle[], alone?: string[]}} Twin */
/** @typedef {{key: string, name: string, isProposal: boolean, head: any, acts: any, twin: Twin | (() => Promise<Twin>), figures: () => Promise<Compared>}} Column */
/** @typedef {[string, (compared: Compared) => any]} Row */

/** @param {number | null} least @param {number | null} most */
const range = (least, most) => (least === null || most === null ? "—" : least === most ? joined(money(least, language)) : `${joined(money(least, language))} – ${joined(money(most, language))}`);

/** @type {Row[]} */
const ANY = [
  [t("Compounds"), ({ compounds }) => count(compounds)],
  [t("Bundles"), ({ bundles }) => count(bundles)],
  [t("Households"), ({ households }) => count(households)],
  [t("Estimate"), ({ cost }) => joined(money(cost, language))],
  [t("Cheapest and dearest bundle"), ({ least, most }) => range(least, most)],
  [t("To consult"), ({ organisations }) => count(organisations)],
];

/** Where there is a proposal to measure by. @type {Row[]} */
const BESIDE = [
  [t("Left alone"), ({ leftAlone }) => count(leftAlone)],
  [t("Shared length"), ({ sharedM }) => joined(length(sharedM))],
  [t("Tender fees (β)"), ({ fees, unit = "m" }) => (fees === null ? "—" : inUnit(fees, unit))],
  [t("Any plan at most better by"), ({ gap }) => (gap === null ? "—" : `${percent(gap)} %`)],
];

/** Of what was made by hand. @type {Row[]} */
const BY_HAND = [
  [t("Floor area"), ({ weighed }) => (weighed ? joined(area(weighed.totals.floor_area_m2, language)) : "—")],
  [t("Pipe and cable"), ({ weighed }) => (weighed ? joined(length(weighed.totals.metres)) : "—")],
  [t("Problems"), ({ weighed, faults }) => problems(weighed, faults)],
];

/** @param {Weighed | undefined} weighed @param {string[]} faults */
function problems(weighed, faults) {
  const told = weighed?.problems.map(({ severity, message }) => ({ kind: severity === "warning" ? "warn" : "bad", message })) || [];
  const all = [...told, ...faults.filter((message) => !told.some((each) => each.message === message)).map((message) => ({ kind: "bad", message }))];
  if (!all.length) return h("span", { class: "good" }, "✓ ", t("none"));
  return h("details", {}, h("summary", {}, count(all.length)), h("ul", { class: "problems" }, all.map(({ kind, message }) => h("li", { class: kind }, message))));
}

/** @param {Column[]} columns @returns {Row[]} */
export function rowsFor(columns) {
  const some = (/** @type {boolean} */ isProposal) => columns.some((each) => each.isProposal === isProposal);
  return [...ANY, ...(some(true) ? BESIDE : []), ...(some(false) ? BY_HAND : [])];
}
