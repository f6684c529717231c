// @ts-check
// What is under the pointer or the keyboard, of a proposal: which bundle and why, or why none.
import { h } from "../lib/elements.js";
import { joined, money } from "../lib/format.js";
import { compounds, language, t } from "../lib/messages.js";
import { L } from "./leaflet.js";
import { numberOf } from "./proposal_figures.js";

/** @typedef {import("./proposal_store.js").Proposal} Proposal */

/** @param {Proposal} proposal @param {string} code @returns {string[]} lines, none where the proposal says nothing of it */
export function told({ bundles, left_alone: alone, left_out: out }, code) {
  const bundle = bundles.find((each) => each.members.includes(code));
  if (bundle) return [[t("Bundle {place}", { place: numberOf(bundle) }), compounds(bundle.members.length), joined(money(bundle.cost, language))].join(" · "), ...bundle.why.slice(0, 2)];
  const one = alone.find((each) => each.code === code);
  if (one) return [t("{name}: left alone", { name: one.name }), one.why];
  const other = out.find((each) => each.code === code);
  return other ? [t("{name}: not considered", { name: other.name }), other.why] : [];
}

export class ProposalHover {
  /** @param {any} tool */
  constructor(tool) {
    this.tool = tool;
    const { map, shapes } = tool.page;
    this.tip = new L.Tooltip({ direction: "top", className: "proposal-tip", opacity: 1 });
    if (matchMedia("(hover: hover)").matches) shapes.group.on("mouseover", (/** @type {any} */ event) => this.#show(event.layer.feature?.properties.code));
    shapes.group.on("mouseout", () => this.hide());
    const at = (/** @type {any} */ event) => event.target.getAttribute?.("data-code");
    map.getContainer().addEventListener("focusin", (/** @type {Event} */ event) => at(event) && this.#show(at(event)));
    map.getContainer().addEventListener("focusout", () => this.hide());
  }

  hide() {
    this.tip.remove();
  }

  /** @param {string} code */
  #show(code) {
    const { isOpen, root, proposal, page } = this.tool;
    const frame = page.compounds.frame(code);
    const lines = isOpen && !root.hidden && proposal && frame ? told(proposal, code) : [];
    if (!lines.length) return this.hide();
    const [, [north]] = frame.bounds;
    const content = h("div", {}, lines.map((line, i) => h(i ? "p" : "strong", {}, line)));
    this.tip.setLatLng([north, frame.lon]).setContent(content).addTo(page.map);
  }
}
