// @ts-check
// Which proposals are compared, with each other and with what was made by hand.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { getJson, post } from "./api.js";
import { proposed } from "./proposal_figures.js";

/** @typedef {import("./proposal_store.js").Proposal} Proposal */
/** @typedef {import("./alternative_figures.js").Column} Column */

const ADDRESS = "/planning/proposals/";
const MOST = 4;

/** Says "change" with {key, isChosen}. */
export class ChosenProposals extends EventTarget {
  constructor() {
    super();
    /** @type {Proposal[]} without their bundles */
    this.all = [];
    /** @type {number[]} */
    this.chosen = [];
    /** @type {Map<number, Promise<Proposal>>} */
    this.whole = new Map();
  }

  /** As they are now. @param {number} [wanted] one to be among them */
  async load(wanted) {
    if (!boot.can.plan) return;
    this.whole.clear();
    this.all = (await getJson(ADDRESS)).proposals;
    this.chosen = this.chosen.filter((id) => this.all.some((each) => each.id === id));
    if (wanted && !this.chosen.includes(wanted)) this.#choose(wanted, true);
  }

  /** @param {number} id @returns {Promise<Proposal>} */
  #read(id) {
    const known = this.whole.get(id) || getJson(`${ADDRESS}${id}/`);
    this.whole.set(id, known);
    return known;
  }

  /** The one by which what was made by hand is measured. @returns {Promise<Proposal | null>} */
  async first() {
    return this.chosen.length ? this.#read(this.chosen[0]) : null;
  }

  /** Bundles made by hand, by the settings and edges of a proposal. @param {Proposal} proposal @param {string[][]} groups */
  async against({ id }, groups) {
    const { totals, faults } = await post(`${ADDRESS}${id}/against/`, { groups });
    return { shared_m: totals.shared_m, fees: totals.fees, faults };
  }

  /** @param {number} id @param {boolean} isChosen */
  #choose(id, isChosen) {
    const others = this.chosen.filter((each) => each !== id);
    this.chosen = isChosen ? [...others, id].slice(-MOST) : others;
    this.dispatchEvent(new CustomEvent("change", { detail: { key: `proposal:${id}`, isChosen } }));
  }

  picker() {
    if (!this.all.length) return null;
    const tick = (/** @type {Proposal} */ { id, name }) => h("label", { class: "tick" },
      h("input", { type: "checkbox", checked: this.chosen.includes(id), data: { key: `compare:${id}` }, on: { change: (/** @type {any} */ event) => this.#choose(id, event.target.checked) } }), name);
    return h("fieldset", { class: "proposal-beside" }, h("legend", {}, t("Proposals beside them, at most {n}", { n: MOST })), this.all.map(tick));
  }

  /** @param {(id: number) => void} open @returns {Column[]} */
  columns(open) {
    return this.chosen.flatMap((id) => this.all.filter((each) => each.id === id)).map(({ id, name, state_label: state, settings }) => ({
      key: `proposal:${id}`, name, isProposal: true,
      head: [h("strong", {}, name), h("small", { class: "low" }, [settings.years.join(" · "), settings.weight_label, state].filter(Boolean).join(" · "))],
      acts: h("button", { type: "button", class: "button", "aria-label": `${t("Open")}: ${name}`, data: { key: `open:${id}` }, on: { click: () => open(id) } }, t("Open")),
      twin: async () => twin(await this.#read(id)),
      figures: async () => ({ ...proposed(await this.#read(id)), unit: settings.weight_unit || "m" }),
    }));
  }
}

/** @param {Proposal} proposal @returns {import("./alternative_figures.js").Twin} */
const twin = ({ name, bundles, left_alone: alone }) => ({ letter: "", name, codes: bundles.flatMap((each) => each.members), bundles, alone: alone.map((each) => each.code) });
