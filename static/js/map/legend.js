// @ts-check
// The legend is the layer switch: every entry with its colour, its count or length, and its box.
import { h, keepFocus, replace, svg } from "../lib/elements.js";
import { count, joined, length } from "../lib/format.js";
import { boot, compounds, t } from "../lib/messages.js";
import { CLASS_LOOKS, CLASS_ORDER, NO_OWNER } from "./styles.js";

/** @typedef {"stages" | "eligibility" | "classes" | "owners" | "layers"} ListName */
/** @typedef {{code: string, label: any, swatch?: any, note?: string, more?: string, weight?: number}} LegendEntry */

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
  return svg("svg", { class: "line-swatch", viewBox: "0 0 34 10", "aria-hidden": "true" }, svg("path", { d: "M2 5H32", ...look }));
}

/** @param {number} stage */
export const stageBadge = (stage) => h("span", { class: "stage", data: { stage: String(stage) } }, h("b", { "aria-hidden": "true" }, stage || "–"));

/** Panel of the legend. */
export class LegendPanel {
  /** @param {HTMLElement} root @param {any} state @param {any} compounds */
  constructor(root, state, compounds) {
    this.root = root;
    this.state = state;
    this.compounds = compounds;
    /** @type {Legend} */
    this.legend = { stages: [], eligibility: [], segments: [] };
    compounds.addEventListener("change", () => this.draw());
    state.follow(["stages", "eligibility", "classes", "owners", "layers", "district"], () => this.draw());
  }

  /** @param {Legend} legend */
  show(legend) {
    const segments = legend.segments.map((row) => ({ ...row, owner: row.owner || NO_OWNER }));
    this.legend = { ...this.legend, ...legend, segments };
    this.draw();
  }

  draw() {
    keepFocus(this.root, () => replace(this.root, this.#stages(), this.#eligibility(), this.#classes(), this.#owners(), this.#ground()));
  }

  /** Compounds per value, as the district filter leaves them. @param {(each: CompoundProperties) => string} by @param {{code: string, count: number}[]} otherwise */
  #counts(by, otherwise) {
    if (this.compounds.areTiled) return new Map(otherwise.map((each) => [each.code, each.count]));
    const counts = new Map();
    for (const each of this.compounds.all) {
      if (this.state.view.district && each.district !== this.state.view.district) continue;
      counts.set(by(each), (counts.get(by(each)) || 0) + 1);
    }
    return counts;
  }

  #stages() {
    const counts = this.#counts((each) => each.stage || "", this.legend.stages);
    const total = [...counts.values()].reduce((a, b) => a + b, 0);
    const stages = [...(boot.vocabulary.stages || []), { code: "", label: t("Not yet surveyed"), number: 0 }];
    const entries = stages.map(({ code, label, number }) => {
      const n = counts.get(code) || 0;
      const share = total ? `${Math.round((100 * n) / total)}%` : "";
      return { code: String(number), label, swatch: stageBadge(number || 0), note: count(n), more: share, weight: n };
    });
    const bar = h("div", { class: "stage-bar", "aria-hidden": "true" },
      entries.filter((each) => each.weight).map((each) => h("i", { data: { stage: each.code, share: "" } })));
    entries.filter((each) => each.weight).forEach((each, i) => (bar.children[i].style.flexGrow = String(each.weight)));
    return this.#section(t("Renovation stage"), compounds(total), "stages", entries, bar);
  }

  #eligibility() {
    if (!this.compounds.areTiled && !this.compounds.all.some((/** @type {CompoundProperties} */ each) => each.eligibility)) return null;
    const counts = this.#counts((each) => each.eligibility, this.legend.eligibility);
    const marks = /** @type {Record<string, string>} */ ({ eligible: "✓", ineligible: "✗", unjudged: "?" });
    const entries = (boot.vocabulary.eligibility || []).map(({ code, label }) => ({
      code, label, note: count(counts.get(code) || 0),
      swatch: h("span", { class: `mark ${code}`, "aria-hidden": "true" }, marks[code] || ""),
    }));
    return this.#section(t("Scope of renovation"), "", "eligibility", entries);
  }

  #classes() {
    const { owners } = this.state.view;
    const sums = sum(this.legend.segments.filter((row) => !owners.includes(row.owner)), "network_class");
    const known = new Set(this.legend.segments.map((row) => row.network_class));
    const labels = new Map((boot.vocabulary.network_classes || []).map((each) => [each.code, each.label]));
    const entries = CLASS_ORDER.filter((code) => known.has(code)).map((code) => ({
      code, swatch: lineSwatch(code), note: joined(length(sums.get(code) || 0)),
      label: [labels.get(code) || code, h("small", {}, code)],
    }));
    return entries.length ? this.#section(t("Networks"), t("CJJ 61 colours"), "classes", entries) : null;
  }

  #owners() {
    const { classes } = this.state.view;
    const sums = sum(this.legend.segments.filter((row) => !classes.includes(row.network_class)), "owner");
    const names = new Map(this.legend.segments.map((row) => [row.owner, row.owner_name]));
    const entries = [...names].map(([code, name]) => ({
      code, label: name || t("Not on record"), note: joined(length(sums.get(code) || 0)), weight: sums.get(code) || 0,
    }));
    entries.sort((a, b) => b.weight - a.weight);
    return entries.length ? this.#section(t("Right-holders"), "", "owners", entries) : null;
  }

  #ground() {
    const names = /** @type {Record<string, string>} */ ({
      districts: t("Street offices"), communities: t("Communities"), barriers: t("Rivers and railways"),
      roads: t("Roads"), buildings: t("Buildings"), nodes: t("Valves, manholes, poles"),
    });
    const layers = GROUND.filter((code) => code !== "nodes" || this.legend.segments.length);
    return this.#section(t("Ground"), "", "layers", layers.map((code) => ({ code, label: names[code] })));
  }

  /** @param {string} title @param {string} note @param {ListName} list @param {LegendEntry[]} entries @param {any} [extra] */
  #section(title, note, list, entries, extra) {
    const codes = entries.map((each) => each.code);
    const hidden = codes.filter((code) => this.state.view[list].includes(code)).length;
    const all = h("input", {
      type: "checkbox", checked: hidden === 0, indeterminate: hidden > 0 && hidden < codes.length,
      data: { key: `all:${list}` }, "aria-label": t("All of: {title}", { title }),
      on: { change: () => this.state.mark(list, codes, hidden === 0) },
    });
    return h("section", { class: `legend-part legend-${list}` },
      h("div", { class: "part-head" }, h("h2", {}, h("label", {}, all, title)), note ? h("span", { class: "low nowrap" }, note) : null),
      extra, h("ul", {}, entries.map((each) => this.#entry(list, each))));
  }

  /** @param {ListName} list @param {LegendEntry} entry */
  #entry(list, { code, label, swatch, note, more }) {
    const shown = !this.state.view[list].includes(code);
    const box = h("input", {
      type: "checkbox", checked: shown, data: { key: `${list}:${code}` },
      on: { change: () => this.state.mark(list, [code], shown) },
    });
    return h("li", {}, h("label", { class: shown ? null : "off" }, box, swatch, h("span", { class: "name", title: typeof label === "string" ? label : null }, label),
      note ? h("span", { class: "note" }, note) : null, more ? h("span", { class: "more" }, more) : null));
  }
}
