// @ts-check
// The compounds in view as a table: what the map shows, for those who do not use the map.
import { h, keepFocus, replace } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { label, t } from "../lib/messages.js";
import { SHOWN_BY } from "./compounds.js";
import { stageBadge } from "./legend.js";

const MOST = 300;

/** Says "open" or "toggle" with {code}. */
export class CompoundList extends EventTarget {
  /** @param {HTMLElement} root @param {any} map @param {any} state @param {any} compounds @param {{canSelect: boolean}} may */
  constructor(root, map, state, compounds, { canSelect }) {
    super();
    Object.assign(this, { root, map, state, compounds, canSelect });
    map.on("moveend", () => this.draw());
    compounds.addEventListener("change", () => this.draw());
    for (const type of ["matched", "dated"]) compounds.addEventListener(type, () => this.draw());
    state.follow([...SHOWN_BY, "basket"], () => this.draw());
  }

  draw() {
    const { root, map, state, compounds } = /** @type {any} */ (this);
    if (root.hidden) return;
    const bounds = map.getBounds();
    const list = compounds.all.filter((/** @type {CompoundProperties} */ each) => {
      const frame = compounds.frame(each.code);
      return frame && compounds.isShown(each, state.view) && bounds.intersects(frame.bounds);
    });
    list.sort((/** @type {Place} */ a, /** @type {Place} */ b) => a.name.localeCompare(b.name, "zh-Hans-CN"));
    keepFocus(root, () => replace(root,
      h("p", { class: "low list-note" }, compounds.areTiled && !compounds.part?.isComplete ? t("Too many to list; search by name.") : t("{n} compounds in view", { n: count(list.length) })),
      this.#table(list.slice(0, MOST))));
  }

  /** @param {CompoundProperties[]} list */
  #table(list) {
    if (!list.length) return null;
    const { canSelect } = /** @type {any} */ (this);
    const heads = [canSelect ? h("th", {}, h("span", { class: "visually-hidden" }, t("Selected"))) : null,
      h("th", {}, h("span", { class: "visually-hidden" }, t("Scope of renovation"))), h("th", { scope: "col" }, t("Compound")), h("th", { scope: "col" }, t("Stage")), h("th", { scope: "col", class: "number" }, t("Households"))];
    return h("table", { class: "compact" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, list.map((each) => this.#row(each))));
  }

  /** @param {CompoundProperties} each */
  #row(each) {
    const { canSelect, state } = /** @type {any} */ (this);
    const chosen = state.view.basket.includes(each.code);
    const say = (/** @type {string} */ type) => this.dispatchEvent(new CustomEvent(type, { detail: { code: each.code } }));
    const box = h("input", {
      type: "checkbox", checked: chosen, data: { key: `pick:${each.code}` },
      "aria-label": t("Select {name}", { name: each.name }), on: { change: () => say("toggle") },
    });
    const stage = label("stages", each.stage) || t("Not yet surveyed");
    return h("tr", { class: chosen ? "chosen" : null },
      canSelect ? h("td", { class: "pick" }, h("label", {}, box)) : null,
      h("td", { class: "tight" }, h("span", { class: `mark ${each.eligibility}`, title: label("eligibility", each.eligibility) }, { eligible: "✓", ineligible: "✗", unjudged: "?" }[each.eligibility] || "")),
      h("td", {}, h("button", { type: "button", class: "link", data: { key: `open:${each.code}` }, on: { click: () => say("open") } }, each.name)),
      h("td", { class: "nowrap" }, stageBadge(each.stage_number || 0), " ", stage),
      h("td", { class: "number" }, count(each.household_count)));
  }
}
