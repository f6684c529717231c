// @ts-check
// What the panel of proposals shows: all of them, the form for a new one, or one with its bundles.
import { h } from "../lib/elements.js";
import { count, joined, money } from "../lib/format.js";
import { compounds, language, t } from "../lib/messages.js";
import { askToAdopt } from "./proposal_adopting.js";
import { costWindow, percent } from "./proposal_figures.js";
import { proposalForm } from "./proposal_form.js";
import { noLocks } from "./proposal_locks.js";
import { alonePart, bundlesPart, figures, goodness, limitsPart, outPart, settingsPart } from "./proposal_parts.js";

/** @typedef {import("./proposal_store.js").Proposal} Proposal */
/** @typedef {import("./proposal_store.js").Settings} Settings */

const STYLES = "../../css/proposals.css";

/** The looks of all this, once. */
export function dress() {
  const href = new URL(STYLES, import.meta.url).href;
  if (!document.head.querySelector(`link[href="${href}"]`)) document.head.append(h("link", { rel: "stylesheet", href }));
}

/** @param {string} title @param {() => void} close @param {(() => void) | null} [back] to all proposals */
function head(title, close, back = null) {
  return h("header", { class: "proposal-head" },
    h("div", {}, back ? h("button", { type: "button", class: "link", data: { key: "back" }, on: { click: back } }, "‹ ", t("All proposals")) : null, h("h2", { tabindex: "-1" }, title)),
    h("button", { type: "button", class: "close", "aria-label": t("Close the proposals"), data: { key: "close" }, on: { click: close } }, "×"));
}

/** @param {...any} buttons */
const foot = (...buttons) => h("footer", { class: "basket-actions" }, h("div", {}, buttons));

/** @param {string} key @param {string} text @param {() => void} act @param {string} [kind] */
const button = (key, text, act, kind = "") => h("button", { type: "button", class: `button ${kind}`, data: { key }, on: { click: act } }, text);

/** @param {Proposal[]} all @param {(id: number) => void} open */
function listPart(all, open) {
  return h("div", { class: "proposal-scroll" },
    h("p", { class: "proposal-intro low" }, t("Which adjacent compounds to tender together, and how much better any other plan could be. Nothing is decided until you adopt it.")),
    h("ul", { class: "proposal-list" }, all.map((each) => line(each, open))));
}

/** @param {Proposal} proposal @param {(id: number) => void} open */
function line({ id, name, state_label: state, totals, gap, settings }, open) {
  const facts = [settings.years.join(" · "), t("{n} bundles", { n: count(totals?.bundles) }), compounds(totals?.compounds || 0), joined(money(totals?.cost, language)), gap > 0 ? `≤ ${percent(gap)} %` : null];
  return h("li", {}, h("button", { type: "button", class: "proposal-pick", data: { key: `proposal:${id}` }, on: { click: () => open(id) } },
    h("strong", {}, name), h("span", { class: "status" }, state), h("small", { class: "low" }, facts.filter(Boolean).join(" · "))));
}

/** @param {any} tool */
const comparing = (tool) => button("compare", t("Side by side"), () => tool.attempt(async () => (await tool.page.toolList.installed("alternatives")).open(tool.proposal?.id)));

/** @param {any} tool */
export function allView(tool) {
  const { store, page, problem } = tool;
  const ask = () => ((tool.asking = { settings: store.all[0]?.settings || null }), tool.draw());
  return [head(t("Proposals"), () => tool.close()), problem, listPart(store.all, (id) => page.state.set({ proposal: id }, { push: true })),
    foot(button("new", t("New proposal"), ask, "primary"), comparing(tool))];
}

/** @param {any} tool @param {Settings | null} settings it begins with */
export function formView(tool, settings) {
  const { page, store, locks, problem } = tool;
  const estimates = page.compounds.all.map((/** @type {CompoundProperties} */ each) => Number(each.estimate_cny || 0));
  const first = { settings, name: t("Proposal {n}", { n: store.all.length + 1 }), district: page.state.view.district, year: page.state.view.year, window: costWindow(estimates) };
  const send = (/** @type {any} */ data) => tool.attempt(() => (locks.use(null), store.propose({ ...data, locks: locks.locks })));
  const back = () => ((tool.asking = null), locks.take(noLocks()), tool.draw());
  return [head(t("New proposal"), () => tool.close(), store.all.length ? back : null), h("div", { class: "proposal-scroll" }, proposalForm(first, send, locks.root, problem))];
}

/** @param {any} tool @param {Proposal} proposal */
export function oneView(tool, proposal) {
  const { shown, page, locks, problem } = tool;
  const doing = doings(tool);
  const left = proposal.bundles.filter((each) => !each.adopted);
  const wanted = left.filter((each) => shown.chosen.has(each.place));
  const words = wanted.length ? t("Adopt the {n} chosen", { n: count(wanted.length) }) : t("Adopt all {n}", { n: count(left.length) });
  const adopt = () => askToAdopt(tool, wanted.length ? wanted : left);
  return [head(proposal.name, () => tool.close(), () => page.state.set({ proposal: null }, { push: true })),
    h("div", { class: "proposal-scroll" }, problem, goodness(proposal, doing), figures(proposal), locks.root, limitsPart(proposal),
      bundlesPart(proposal, shown, doing), alonePart(proposal, shown, doing), outPart(proposal, shown, doing), settingsPart(proposal, shown, doing)),
    foot(left.length ? button("adopt", words, adopt, "primary") : null, comparing(tool))];
}

/** What its buttons do. @param {any} tool @returns {import("./proposal_parts.js").Doing} */
function doings(tool) {
  const { store, shown, page, locks } = tool;
  return {
    prove: () => tool.attempt(() => store.prove()),
    cancel: () => tool.attempt(() => store.cancel()),
    choose: (place, isChosen) => (isChosen ? shown.chosen.add(place) : shown.chosen.delete(place), tool.draw()),
    unfold: (key, isOpen) => void (isOpen ? shown.unfolded.add(key) : shown.unfolded.delete(key)),
    look: (place) => tool.look(place),
    compound: (code) => void (locks.point(code) || (page.open(`compound:${code}`), page.show([code]))),
    openBundle: ({ number, version }) => (page.state.set({ bundle: `${number}/v${version}`, basket: [] }, { push: true }), page.showTask("basket")),
    again: () => ((tool.asking = { settings: tool.proposal?.settings || null }), page.state.set({ proposal: null }, { push: true })),
  };
}
