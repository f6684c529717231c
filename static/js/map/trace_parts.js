// @ts-check
// What a trace found, in words and lists.
import { h } from "../lib/elements.js";
import { count, joined, length } from "../lib/format.js";
import { compounds, t } from "../lib/messages.js";

/** @typedef {[number, number]} At longitude, latitude */
/** @typedef {{key: string, code: string, at: At, kind_label?: string, is_on_line?: boolean}} Closed */
/** @typedef {Closed & {metres: number | null, is_needed: boolean}} Valve */
/** @typedef {{code: string, name: string, households: number | null, metres: number, entries: number, entries_cut: number, is_partly: boolean}} Cut */
/**
 * @typedef {object} Trace
 * @property {string} class_label
 * @property {number} sources
 * @property {Closed[]} closed
 * @property {{metres: number, segments: number, lines: At[][], is_whole: boolean}} cut
 * @property {number} unfed_before metres
 * @property {Cut[]} compounds
 * @property {{has_source: boolean, valves: Valve[]} | null} isolation
 */
/** @typedef {{open: (key: string) => void, instead: (keys: string[]) => void, go: (at: At) => void, compound: (code: string) => void, all: () => void, clear: () => void}} Doing */

/** Households cut off for sure, and those in compounds that are so in part. @param {Cut[]} rows */
export function households(rows) {
  const sum = (/** @type {boolean} */ partly) => rows.filter((row) => row.is_partly === partly).reduce((all, row) => all + (row.households || 0), 0);
  return { wholly: sum(false), partly: sum(true) };
}

/** @param {Trace} trace */
export function summaryOf(trace) {
  if (!trace.sources) return t("No source of this network is on record: what would be cut off cannot be told.");
  if (!trace.cut.segments) return t("Nothing is cut off: everything is still fed from elsewhere.");
  const { wholly, partly } = households(trace.compounds);
  const words = { metres: joined(length(trace.cut.metres)), compounds: compounds(trace.compounds.length), households: count(wholly) };
  const sure = t("Cut off: {metres}, {compounds}, {households} households.", words);
  return partly ? `${sure} ${t("In compounds cut off in part: {households} households.", { households: count(partly) })}` : sure;
}

/** @param {string} text @param {() => void} act @param {Record<string, any>} [more] */
const button = (text, act, more = {}) => h("button", { type: "button", class: "button", on: { click: act }, ...more }, text);

/** @param {string} text @param {() => void} act */
const link = (text, act) => h("button", { type: "button", class: "plain-link", on: { click: act } }, text);

/** @param {Trace} trace @param {Doing} doing */
export function traceParts(trace, doing) {
  return [closedPart(trace, doing), isolationPart(trace, doing), compoundsPart(trace, doing), notes(trace),
    h("p", { class: "answer-buttons" }, trace.cut.segments ? button(t("Show all of it"), doing.all) : null, button(t("Open everything again"), doing.clear))];
}

/** @param {Trace} trace @param {Doing} doing */
function closedPart({ closed, class_label: label }, { open, go }) {
  const line = (/** @type {Closed} */ each) => h("li", {}, link(each.code || each.key, () => go(each.at)), each.kind_label ? ` ${each.kind_label}` : "",
    each.is_on_line === false ? h("small", { class: "low" }, " ", t("stands on no line")) : null,
    button(t("Open again"), () => open(each.key), { "aria-label": `${t("Open again")}: ${each.code || each.key}` }));
  return h("section", {}, h("h3", {}, `${label} · ${t("Closed")}`), h("ul", { class: "answer-rows" }, closed.map(line)));
}

/** @param {Trace} trace @param {Doing} doing */
function isolationPart({ isolation }, { instead, go }) {
  if (!isolation) return null;
  const needed = isolation.valves.filter((each) => each.is_needed);
  const line = (/** @type {Valve} */ each) => h("li", {}, link(each.code || each.key, () => go(each.at)), ` ${each.kind_label || ""}`,
    h("small", { class: "low" }, each.is_needed ? "" : t("nothing comes from there")), h("b", {}, each.metres === null ? "—" : `${each.metres} m`));
  return h("section", {}, h("h3", {}, t("Valves that isolate it")),
    isolation.has_source ? h("p", { class: "caution" }, t("No valve lies between it and a source.")) : null,
    isolation.valves.length ? h("ul", { class: "answer-rows" }, isolation.valves.map(line)) : h("p", { class: "low" }, t("No valve on any way out of it.")),
    needed.length ? button(t("Close these valves instead"), () => instead(needed.map((each) => each.key)), { class: "button primary" }) : null);
}

/** @param {Trace} trace @param {Doing} doing */
function compoundsPart({ compounds: rows }, { compound }) {
  if (!rows.length) return null;
  const row = (/** @type {Cut} */ each) => h("tr", {}, h("th", { scope: "row" }, link(each.name, () => compound(each.code)), each.is_partly ? h("small", { class: "low" }, " ", t("in part")) : null),
    h("td", {}, count(each.households)), h("td", {}, each.entries ? `${each.entries_cut}/${each.entries}` : "—"));
  return h("section", {}, h("h3", {}, t("Compounds cut off")),
    h("table", { class: "answer-table" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("Compound")), h("th", { scope: "col" }, t("Households")), h("th", { scope: "col" }, t("Entry points")))),
      h("tbody", {}, rows.map(row))));
}

/** @param {Trace} trace */
function notes({ cut, unfed_before: unfed, sources }) {
  return [cut.is_whole ? null : h("p", { class: "low" }, t("Too many lines to draw them all; the figures count every one.")),
    sources && unfed ? h("p", { class: "low" }, t("{metres} of this network have no way to a source on record, whatever is closed.", { metres: joined(length(unfed)) })) : null];
}
