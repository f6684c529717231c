// @ts-check
// The legend is the layer switch: every entry with its colour, its count or length, and its box.
import { h, keepFocus, replace, svg } from "../lib/elements.js";
import { NONE, isWanted } from "../lib/filter.js";
import { count, joined, length } from "../lib/format.js";
import { boot, compounds, t } from "../lib/messages.js";
import { CLASS_LOOKS, CLASS_ORDER } from "./styles.js";

/** @typedef {"stage" | "eligibility" | "class" | "owner" | "layers"} ListName */
/** @typedef {{code: string, number?: number, label: any, swatch?: any, note?: string, more?: string, weight?: number}} LegendEntry */

/** @type {Legend} before the first answer */
const NO_FIGURES = { stages: [], eligibility: [], segments: [] };
const GROUND = ["districts", "communities", "barriers", "roads", "buildings", "nodes"];

/** @param {LegendRow[]} rows @param {"network_class" | "owner"} by */
function sum(rows, by) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const row of rows) sums.set(row[by], (sums.get(row[by]) || 0) + row.metres);
  return sums;
}

/** @param {string} networkClass */
export function lineSwatch(networkClass) {
  const { colour, dash, cap } = CLASS_LOOKS[networkClass] || CLASS_LOOKS.QT;
  const look = { stroke: colour, "stroke-width": 3, "stroke-dasharray": dash.join(" ") || null, "stroke-linecap": cap };
  return svg("svg", { class: `line-swatch ${networkClass}`, viewBox: "0 0 34 10", "aria-hidden": "true" }, svg("path", { d: "M2 5H32", ...look }));
}

/** @param {number} stage */
export const stageBadge = (stage) => h("span", { class: "stage", data: { stage: String(stage) } }, h("b", { "aria-hidden": "true" }, stage || "–"));

/** @param {any} label text, or texts and elements */
const words = (label) => [label].flat().map((each) => each.textContent ?? each).join(" ");

/** Panel of the legend. */
export class LegendPanel {
  /** @param {HTMLElement} root @param {any} state @param {any} summary */
  constructor(root, state, summary) {
    this.root = root;
    this.state = state;
    this.summary = summary;
    this.isOfView = true;
    /** Filled by the base maps, where there are any. */
    this.base = h("div", { id: "base-map", hidden: true });
    this.arrangement = h("details", { class: "legend-part arrangement", on: { toggle: () => this.#arrange() } }, h("summary", {}, t("Order and strength")), h("ul", {}));
    summary.addEventListener("change", () => this.draw());
    state.follow(["stage", "eligibility", "class", "owner", "layers"], () => this.draw());
    state.follow(["order", "opacity"], () => this.#arrange());
  }

  /** @returns {Legend} */
  get legend() {
    return this.summary.part(this.isOfView) || NO_FIGURES;
  }

  /** Lines by class and owner. @param {boolean} [isOfView] @returns {LegendRow[]} */
  lines(isOfView = this.isOfView) {
    const rows = this.summary.part(isOfView)?.segments || [];
    return rows.map((/** @type {LegendRow} */ row) => ({ ...row, owner: row.owner || NONE }));
  }

  draw() {
    keepFocus(this.root, () => replace(this.root, this.#scope(), this.#stages(), this.#eligibility(), this.#classes(), this.#owners(), this.#ground(), this.arrangement, this.base));
  }

  /** A slider in hand must not be replaced by a new one. */
  async #arrange() {
    const list = this.arrangement.querySelector("ul");
    if (!this.arrangement.open || (list.contains(document.activeElement) && /** @type {any} */ (document.activeElement).type === "range")) return;
    const { arrangementPart } = await import("./arrangement_part.js");
    keepFocus(list, () => replace(list, arrangementPart(this.state)));
  }

  /** Whether the figures are of the view or of all. */
  #scope() {
    const choice = (/** @type {boolean} */ isOfView, /** @type {string} */ text) => h("button", {
      type: "button", data: { key: `scope:${isOfView}` }, "aria-pressed": String(this.isOfView === isOfView),
      on: { click: () => ((this.isOfView = isOfView), this.draw()) },
    }, text);
    return h("div", { class: "segments legend-scope", role: "group", "aria-label": t("Figures of") }, choice(true, t("In the view")), choice(false, t("In all")));
  }

  /** @param {{code: string, count: number}[]} rows */
  #counts(rows) {
    return new Map(rows.map((each) => [each.code, each.count]));
  }

  #stages() {
    const counts = this.#counts(this.legend.stages);
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const stages = [...(boot.vocabulary.stages || []), { code: "", label: t("Not yet surveyed"), number: 0 }];
    const entries = stages.map(({ code, label, number }) => {
      const n = counts.get(code) || 0;
      const share = total ? `${Math.round((100 * n) / total)}%` : "";
      return { code: code || NONE, number, label, swatch: stageBadge(number || 0), note: count(n), more: share, weight: n };
    });
    const bar = h("div", { class: "stage-bar", "aria-hidden": "true" },
      entries.filter((each) => each.weight).map((each) => h("i", { data: { stage: String(each.number || 0), share: "" } })));
    entries.filter((each) => each.weight).forEach((each, i) => (bar.children[i].style.flexGrow = String(each.weight)));
    return this.#section(t("Renovation stage"), compounds(total), "stage", entries, bar);
  }

  #eligibility() {
    if (!this.summary.part(false)?.eligibility.length) return null;
    const counts = this.#counts(this.legend.eligibility);
    const marks = /** @type {Record<string, string>} */ ({ eligible: "✓", ineligible: "✗", unjudged: "?" });
    const entries = (boot.vocabulary.eligibility || []).map(({ code, label }) => ({
      code, label, note: count(counts.get(code) || 0),
      swatch: h("span", { class: `mark ${code}`, "aria-hidden": "true" }, marks[code] || ""),
    }));
    return this.#section(t("Scope of renovation"), "", "eligibility", entries);
  }

  #classes() {
    const { owner } = this.state.view;
    const sums = sum(this.lines().filter((row) => isWanted(owner, row.owner)), "network_class");
    const known = new Set([...this.lines(false), ...this.lines()].map((row) => row.network_class));
    const labels = new Map((boot.vocabulary.network_classes || []).map((each) => [each.code, each.label]));
    const entries = CLASS_ORDER.filter((code) => known.has(code)).map((code) => ({
      code, swatch: lineSwatch(code), note: joined(length(sums.get(code) || 0)),
      label: [labels.get(code) || code, h("small", {}, code)],
    }));
    if (this.legend.segments === null) return h("p", { class: "low hint" }, t("Too many lines to measure: zoom in."));
    return entries.length ? this.#section(t("Networks"), t("CJJ 61 colours"), "class", entries) : null;
  }

  #owners() {
    const wanted = this.state.view.class;
    const sums = sum(this.lines().filter((row) => isWanted(wanted, row.network_class)), "owner");
    const names = new Map([...this.lines(false), ...this.lines()].map((row) => [row.owner, row.owner_name]));
    const entries = [...names].map(([code, name]) => ({
      code, label: name || t("Not on record"), note: joined(length(sums.get(code) || 0)), weight: sums.get(code) || 0,
    }));
    entries.sort((a, b) => b.weight - a.weight);
    return entries.length ? this.#section(t("Right-holders"), "", "owner", entries) : null;
  }

  #ground() {
    const names = /** @type {Record<string, string>} */ ({
      districts: t("Street offices"), communities: t("Communities"), barriers: t("Rivers and railways"),
      roads: t("Roads"), buildings: t("Buildings"), nodes: t("Valves, manholes, poles"),
    });
    const layers = GROUND.filter((code) => code !== "nodes" || boot.can.network);
    return this.#section(t("Ground"), "", "layers", layers.map((code) => ({ code, label: names[code] })));
  }

  /** @param {string} title @param {string} note @param {ListName} list @param {LegendEntry[]} entries @param {any} [extra] */
  #section(title, note, list, entries, extra) {
    const codes = entries.map((each) => each.code);
    const hidden = codes.filter((code) => !this.#isOn(list, code)).length;
    const all = h("input", {
      type: "checkbox", checked: hidden === 0, indeterminate: hidden > 0 && hidden < codes.length,
      data: { key: `all:${list}` }, "aria-label": t("All of: {title}", { title }),
      on: { change: () => this.#switch(list, codes, codes, hidden > 0) },
    });
    return h("section", { class: `legend-part legend-${list}` },
      h("div", { class: "part-head" }, h("h2", {}, h("label", {}, all, title)), note ? h("span", { class: "low nowrap" }, note) : null),
      extra, h("ul", {}, entries.map((each) => this.#entry(list, each, codes))));
  }

  /** Of the ground what is hidden is listed, of all else what is wanted. @param {ListName} list @param {string} code */
  #isOn(list, code) {
    return list === "layers" ? !this.state.view.layers.includes(code) : isWanted(this.state.view[list], code);
  }

  /** @param {ListName} list @param {string[]} codes @param {string[]} all @param {boolean} present */
  #switch(list, codes, all, present) {
    if (list === "layers") this.state.mark(list, codes, !present);
    else this.state.want(list, codes, all, present);
  }

  /** @param {ListName} list @param {LegendEntry} entry @param {string[]} all */
  #entry(list, { code, label, swatch, note, more }, all) {
    const shown = this.#isOn(list, code);
    const box = h("input", {
      type: "checkbox", checked: shown, data: { key: `${list}:${code}` },
      on: { change: () => this.#switch(list, [code], all, !shown) },
    });
    return h("li", {}, h("label", { class: shown ? null : "off" }, box, swatch, h("span", { class: "name", title: words(label) }, label),
      note ? h("span", { class: "note" }, note) : null, more ? h("span", { class: "more" }, more) : null));
  }
}
