// @ts-check
// Puts the stages of another day into the compounds that are drawn, and takes them out again.
import { circled } from "../lib/format.js";
import { boot, label, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { stagesOn } from "./course.js";
import { compoundStyle } from "./styles.js";

const codes = new Map((boot.vocabulary.stages || []).map((each) => [each.number, each.code]));

/** @param {number} number 0–8 */
export const codeOf = (number) => codes.get(number) || "";

/** A compound as its stage was. @param {CompoundProperties} compound @param {number} number */
export const withStage = (compound, number) => ({ ...compound, stage: codeOf(number), stage_number: number || null });

/** How many compounds are at each stage, 0–8. @param {Iterable<{stage_number?: number | null}>} compounds */
export function countStages(compounds) {
  const counts = new Array(9).fill(0);
  for (const each of compounds) counts[each.stage_number || 0]++;
  return counts;
}

/** Knows the course of every compound; the compounds say "dated" when they show another day. */
export class DatedStages {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    /** @type {import("./course.js").Course} */
    this.course = { first: null, last: null, compounds: {} };
    /** Compounds as they are today, by what stands for them on the map. @type {WeakMap<any, CompoundProperties>} */
    this.present = new WeakMap();
    /** @type {{day: number, known: number | null} | null} */
    this.shown = null;
    page.compounds.addEventListener("change", () => this.#again());
  }

  async load() {
    this.course = await getJson("/map/course.json");
  }

  /** The public is not told when something was recorded. */
  get tellsWhenRecorded() {
    const [first] = Object.values(this.course.compounds).find((events) => events.length) || [];
    return (first?.length || 0) > 2;
  }

  /** @param {number} day @param {number | null} known */
  show(day, known) {
    this.shown = { day, known };
    const stages = stagesOn(this.course, day, known);
    this.#put(({ properties: { code } }) => stages.get(code) || 0);
    this.page.tiles?.date(stages);
  }

  /** Back to today. */
  leave() {
    this.shown = null;
    this.#put((feature) => this.present.get(feature)?.stage_number || 0);
    this.page.tiles?.date(null);
  }

  /** How many are at each stage as it is shown: of these compounds, or of all where only their number is given. @param {Set<string> | number} among */
  counts(among) {
    const { day = 0, known = null } = this.shown || {};
    const stages = stagesOn(this.course, day, known);
    const all = typeof among === "number" ? [...stages.keys()] : [...among];
    const counts = countStages(all.map((code) => ({ stage_number: stages.get(code) })));
    if (typeof among === "number") counts[0] += Math.max(0, among - stages.size);
    return counts;
  }

  #again() {
    if (this.shown) this.show(this.shown.day, this.shown.known);
  }

  /** @param {(feature: any) => number} stageOf */
  #put(stageOf) {
    const changed = [];
    for (const [code, feature] of this.page.compounds.byCode) {
      if (!this.present.has(feature)) this.present.set(feature, feature.properties);
      const number = stageOf(feature);
      if ((feature.properties.stage_number || 0) === number) continue;
      feature.properties = withStage(feature.properties, number);
      changed.push(code);
    }
    this.#restyle(changed);
    this.page.compounds.dispatchEvent(new Event("dated"));
  }

  /** @param {string[]} changed */
  #restyle(changed) {
    const { shapes, state, compounds } = this.page;
    const isFiltered = state.view.stage?.length > 0;
    if (isFiltered) shapes.refresh();
    const chosen = new Set(state.view.basket);
    for (const code of changed) {
      const layer = shapes.layers.get(code);
      const properties = compounds.get(code);
      if (!isFiltered) layer?.setStyle(compoundStyle(properties, chosen.size > 0 && !chosen.has(code)));
      layer?.getElement()?.setAttribute("aria-label", spoken(properties));
    }
  }
}

/** @param {CompoundProperties} compound */
function spoken({ name, stage, stage_number: number }) {
  return `${name}, ${circled(number)} ${label("stages", stage) || t("Not yet surveyed")}`;
}
