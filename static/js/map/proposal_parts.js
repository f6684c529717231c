// @ts-check
// A proposal in words and figures: how good it is, its bundles and why, who is left alone, and what binds.
import { h } from "../lib/elements.js";
import { count, joined, length, money } from "../lib/format.js";
import { compounds, language, t } from "../lib/messages.js";
import { numberOf, percent, share, spread } from "./proposal_figures.js";
import { isWaiting } from "./proposal_store.js";

/** @typedef {import("./proposal_store.js").Proposal} Proposal */
/** @typedef {import("./proposal_store.js").ProposedBundle} ProposedBundle */
/** @typedef {import("./proposal_store.js").Told} Told */
/** @typedef {{chosen: Set<number>, unfolded: Set<string>, current: number | null, nameOf: (code: string) => string}} Shown */
/** @typedef {{prove: () => void, cancel: () => void, choose: (place: number, isChosen: boolean) => void, unfold: (key: string, isOpen: boolean) => void, look: (place: number) => void, compound: (code: string) => void, openBundle: (adopted: {number: string, version: number}) => void, again: () => void}} Doing */

/** Weight in its unit. @param {number} weight @param {string} unit */
export const weighed = (weight, unit) => (unit === "m" ? joined(length(weight)) : joined(money(weight, language)));

/** @param {string} key @param {string} text @param {() => void} act @param {string} [kind] */
const button = (key, text, act, kind = "") => h("button", { type: "button", class: `button ${kind}`, data: { key }, on: { click: act } }, text);

/** How good it is, and the work on it. @param {Proposal} proposal @param {Doing} doing */
export function goodness(proposal, { prove, cancel }) {
  const { says, gap, gap_on_weight: onWeight, state, state_label: label, bundles, failure } = proposal;
  const waits = isWaiting(proposal);
  const isBest = state === "proved" && gap <= 0;
  return h("section", { class: `proposal-good ${state === "failed" ? "bad" : isBest ? "good" : ""}` },
    h("p", { class: "proposal-says", role: "status" }, h("strong", {}, failure || says || label)),
    bundles.length && gap > 0 ? h("p", { class: "low" }, t("On weight alone, without α and β, at most better by {share}", { share: `${percent(onWeight)} %` })) : null,
    h("div", { class: "proposal-work" }, waits ? progress(proposal) : null, waits ? button("cancel", t("Stop"), cancel) : null,
      !waits && bundles.length && !isBest && state !== "failed" ? button("prove", t("Prove it in the background"), prove) : null));
}

/** @param {Proposal} proposal */
export function progress({ progress: work, state_label: label }) {
  const done = share(work);
  const bar = h("progress", { max: "1", "aria-label": label, value: done ?? undefined });
  if (done === null) bar.removeAttribute("value");
  const words = work?.of ? t("{label}: {done} of {of} parts", { label, done: count(work.done), of: count(work.of) }) : label;
  return h("div", { class: "proposal-progress", data: { progress: "" } }, bar, h("small", { class: "low" }, words));
}

/** @param {Proposal} proposal */
export function figures({ totals, settings, bundles }) {
  const unit = settings.weight_unit || "m";
  /** @type {[string, string][]} */
  const all = [[t("Bundles"), count(bundles.length)], [t("Compounds"), count(totals.compounds)], [t("Left alone"), count(totals.left_alone)],
    [t("Households"), count(totals.households)], [t("Estimate"), joined(money(totals.cost, language))], [settings.weight_label || t("Weight"), weighed(totals.weight, unit)]];
  return h("dl", { class: "six proposal-six" }, all.map(([name, value]) => h("div", {}, h("dt", { title: name }, name), h("dd", {}, value))));
}

/** @param {string} key @param {string} title @param {any} note @param {Shown} shown @param {Doing} doing @param {...any} body */
function folded(key, title, note, { unfolded }, { unfold }, ...body) {
  return h("details", { class: "proposal-part proposal-fold", open: unfolded.has(key), on: { toggle: (/** @type {any} */ event) => unfold(key, event.target.open) } },
    h("summary", { data: { key: `fold:${key}` } }, h("h3", {}, title), h("span", { class: "low" }, note)), body);
}

/** @param {Proposal} proposal */
export function limitsPart({ limits, capped }) {
  const all = capped?.length ? [...limits, t("The bound holds for smaller bundles only in a street that is too large: {n} compounds.", { n: capped.length })] : limits;
  if (!all.length) return null;
  return h("section", { class: "proposal-part" }, h("div", { class: "part-head" }, h("h3", {}, t("What binds"))), h("ul", { class: "proposal-limits" }, all.map((each) => h("li", {}, each))));
}

// Of a province there are thousands; the map has them all.
const MOST_ROWS = 400;

/** @param {Proposal} proposal @param {Shown} shown @param {Doing} doing */
export function bundlesPart({ bundles }, shown, doing) {
  const listed = bundles.filter((each, i) => i < MOST_ROWS || each.place === shown.current);
  const costs = spread(bundles.map((each) => each.cost));
  const note = bundles.length ? `${joined(money(costs.least, language))} – ${joined(money(costs.most, language))}` : t("none");
  return h("section", { class: "proposal-part" }, h("div", { class: "part-head" }, h("h3", {}, t("Proposed bundles")), h("span", { class: "low" }, note)),
    h("ol", { class: "proposal-bundles" }, listed.map((each) => bundleRow(each, shown, doing))),
    listed.length < bundles.length ? h("p", { class: "low" }, t("{n} of {all} are listed; click others on the map, or ask for one street office.", { n: count(listed.length), all: count(bundles.length) })) : null);
}

/** @param {ProposedBundle} bundle @param {Shown} shown @param {Doing} doing */
function bundleRow(bundle, shown, doing) {
  const { place, members, cost, district_name: district, adopted } = bundle;
  const isCurrent = shown.current === place;
  const shownAs = numberOf(bundle);
  const name = t("Bundle {place}", { place: shownAs });
  const box = adopted ? h("span", { class: "proposal-done", "aria-hidden": "true" }, "✓") : h("input", { type: "checkbox", checked: shown.chosen.has(place), "aria-label": t("Adopt bundle {place}", { place: shownAs }), data: { key: `adopt:${place}` }, on: { change: (/** @type {any} */ event) => doing.choose(place, event.target.checked) } });
  const open = h("button", { type: "button", class: "proposal-row", "aria-expanded": String(isCurrent), data: { key: `bundle:${place}` }, on: { click: () => doing.look(place) } },
    h("b", { class: "proposal-number", "aria-hidden": "true" }, shownAs), h("span", { class: "visually-hidden" }, name), h("span", {}, compounds(members.length), h("small", { class: "low" }, district)), h("span", { class: "number" }, joined(money(cost, language))));
  return h("li", { class: isCurrent ? "current" : null, data: { place: String(place) } }, h("div", { class: "proposal-line" }, h("label", { class: "proposal-box" }, box), open), isCurrent ? reasons(bundle, shown, doing) : null);
}

/** @param {ProposedBundle} bundle @param {Shown} shown @param {Doing} doing */
function reasons({ why, members, households, shared_m: shared, organisations, weight, weight_unit: unit, years, adopted }, { nameOf }, { compound, openBundle }) {
  /** @type {[string, string][]} */
  const figured = [[t("Weight"), weighed(weight, unit)], [t("Shared length"), joined(length(shared))], [t("Households"), count(households)], [t("To consult"), count(organisations)], [t("Wished years"), years.join(" · ") || "—"]];
  return h("div", { class: "proposal-why" },
    adopted ? h("p", {}, h("button", { type: "button", class: "link", data: { key: `open:${adopted.number}` }, on: { click: () => openBundle(adopted) } }, t("Adopted as {bundle}", { bundle: `${adopted.number} v${adopted.version}` }))) : null,
    h("ul", {}, why.map((each) => h("li", {}, each))),
    h("dl", {}, figured.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    h("p", { class: "proposal-members" }, members.map((code) => named(code, nameOf(code), compound))));
}

/** @param {string} code @param {string} name @param {(code: string) => void} act */
const named = (code, name, act) => h("button", { type: "button", class: "proposal-name", data: { key: `name:${code}` }, on: { click: () => act(code) } }, name);

/** @param {Told[]} told @param {(code: string) => void} act */
const toldList = (told, act) => h("ul", { class: "proposal-told" }, told.map(({ code, name, why }) => h("li", { data: { told: code } }, named(code, name, act), h("span", {}, why))));

/** @param {Proposal} proposal @param {Shown} shown @param {Doing} doing */
export const alonePart = ({ left_alone: alone }, shown, doing) =>
  alone.length ? folded("alone", t("Left alone, and why"), count(alone.length), shown, doing, toldList(alone, doing.compound)) : null;

/** @param {Proposal} proposal @param {Shown} shown @param {Doing} doing */
export const outPart = ({ left_out: out }, shown, doing) =>
  out.length ? folded("out", t("Not considered, and why"), count(out.length), shown, doing, toldList(out, doing.compound)) : null;

/** @param {Proposal} proposal @param {Shown} shown @param {Doing} doing */
export function settingsPart({ settings, totals, basis }, shown, doing) {
  const { years, cmin, cmax, max_members: most, year_spread: apart, alpha, beta, weight, weight_label: label, weight_unit: unit = "m" } = settings;
  /** @type {[string, string][]} */
  const rows = [[t("Plan years"), years.join(" · ")], [t("Cost of a bundle"), `${joined(money(cmin, language))} – ${joined(money(cmax, language))}`], [t("Compounds at most"), count(most)], [t("Wished years apart, at most"), count(apart)],
    [t("What it weighs"), label || weight], ["α", weighed(alpha, unit)], ["β", weighed(beta, unit)], [t("Tender fees (β)"), weighed(totals.fees ?? 0, unit)]];
  return folded("settings", t("Settings"), "", shown, doing, h("dl", { class: "proposal-settings" }, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    basis ? h("p", { class: "low" }, basis) : null, button("again", t("Propose with other settings"), doing.again));
}
