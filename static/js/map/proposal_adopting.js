// @ts-check
// Taking over what is proposed: each bundle becomes a draft, to be frozen as any other.
import { h } from "../lib/elements.js";
import { count, joined, money } from "../lib/format.js";
import { compounds, language, t } from "../lib/messages.js";
import { ask } from "./asking.js";
import { numberOf } from "./proposal_figures.js";

/** @typedef {import("./proposal_store.js").ProposedBundle} ProposedBundle */

/** @param {any} tool @param {ProposedBundle[]} bundles */
export function askToAdopt(tool, bundles) {
  const all = bundles.length === tool.proposal.bundles.length;
  const line = (/** @type {ProposedBundle} */ bundle) => h("li", {}, h("b", {}, t("Bundle {place}", { place: numberOf(bundle) })), ` · ${compounds(bundle.members.length)} · ${joined(money(bundle.cost, language))}`);
  ask({
    title: all ? t("Adopt the whole proposal?") : t("Adopt {n} bundles?", { n: count(bundles.length) }), action: t("Make the drafts"),
    body: [h("p", {}, t("Each becomes a draft bundle that remembers the proposal, its settings and its gap. Nothing is frozen.")), h("ul", { class: "proposal-adopting" }, bundles.map(line))],
    send: async () => {
      const made = await tool.store.adopt(bundles.map(({ place }) => place));
      tool.page.notices.say(t("{n} draft bundles are made.", { n: count(made.length) }));
    },
  });
}
