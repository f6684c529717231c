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

/** How many compounds are at each stage, 0–8. @param {Iterable<CompoundProperties>} compounds */
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
    /** Compounds as they are today. @type {Map<string, CompoundProperties>} */
    this.present = new Map();
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
    this.#put((code) => stages.get(code) || 0);
  }

  /** Back to today. */
  leave() {
    this.shown = null;
    this.#put((code) => this.present.get(code)?.stage_number || 0);
    this.present.clear();
  }

  #again() {
    this.present.clear();
    if (this.shown) this.show(this.shown.day, this.shown.known);
  }

  /** @param {(code: string) => number} stageOf */
  #put(stageOf) {
    const changed = [];
    for (const [code, feature] of this.page.compounds.byCode) {
      if (!this.present.has(code)) this.present.set(code, feature.properties);
      const number = stageOf(code);
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
    if (state.view.stage?.length) return shapes.refresh();
    const chosen = new Set(state.view.basket);
    for (const code of changed) {
      const layer = shapes.layers.get(code);
      const properties = compounds.get(code);
      layer?.setStyle(compoundStyle(properties, chosen.size > 0 && !chosen.has(code)));
      layer?.getElement()?.setAttribute("aria-label", spoken(properties));
    }
  }
}

/** @param {CompoundProperties} compound */
function spoken({ name, stage, stage_number: number }) {
  return `${name}, ${circled(number)} ${label("stages", stage) || t("Not yet surveyed")}`;
}
