// @ts-check
// The compounds the viewer may see, the filter over them, and what is counted of them.
import { COMPOUND_FIELDS, NONE, NOTHING, isSet, isWanted } from "../lib/filter.js";
import { boot } from "../lib/messages.js";
import { getJson } from "./api.js";

/** @typedef {{geometry: any, properties: CompoundProperties}} CompoundFeature */

// What the page can tell of a compound by itself; the rest of the filter is the server's to tell.
const TOLD = /** @type {const} */ (["stage", "eligibility", "cohort", "district"]);
export const REST = Object.keys(COMPOUND_FIELDS).filter((name) => !["date", "known", ...TOLD].includes(name));

const { stages, eligibility, cohorts } = boot.vocabulary || {};
const OFFERED = { stage: stages, eligibility, cohort: cohorts, district: boot.districts };

/** As the server reads them, codes that nobody offers ask for nothing. @param {typeof TOLD[number]} name @param {string[]} codes */
const understood = (name, codes) => codes.filter((code) => [NONE, NOTHING].includes(code) || OFFERED[name]?.some((each) => each.code === code));

/** @param {CompoundProperties} compound @param {View} view */
const isToldWanted = (compound, view) => TOLD.every((name) => isWanted(understood(name, view[name]), compound[name] || NONE));

/** Whether the server must say which compounds the filter has. @param {View} view */
export const asksServer = (view) => REST.some((name) => isSet(/** @type {any} */ (view)[name]));

/** Parts of the view that decide which compounds are drawn at once. */
export const SHOWN_BY = /** @type {(keyof View)[]} */ (Object.keys(COMPOUND_FIELDS));

/** Loads once, again after a change; "change" when there is something new. */
export class Compounds extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, CompoundFeature>} */
    this.byCode = new Map();
    /** @type {Map<string, {lat: number, lon: number, bounds: Bounds} | null>} */
    this.frames = new Map();
    /** Too many to draw one by one: they come as tiles. */
    this.areTiled = !!boot.are_tiled;
    /** What of them is loaded all the same, by CompoundsInView. @type {{again: () => any, ensure: (codes: string[]) => Promise<any>} | null} */
    this.part = null;
    /** What the server says the filter has, where only it can. @type {Set<string> | null} */
    this.matching = null;
  }

  /** Whether the filter of the view has it. @param {CompoundProperties} compound @param {View} view */
  isShown(compound, view) {
    if (!isToldWanted(compound, view)) return false;
    return !this.matching || !asksServer(view) || this.matching.has(compound.code);
  }

  /** Takes the server's answer. @param {string[] | null} codes */
  match(codes) {
    this.matching = codes && new Set(codes);
    this.dispatchEvent(new Event("matched"));
  }

  async load() {
    if (this.areTiled) return this.part?.again();
    const { features } = await getJson("/map/features/compounds.geojson");
    this.take(new Map(features.map((/** @type {CompoundFeature} */ each) => [each.properties.code, each])));
  }

  /** @param {Map<string, CompoundFeature>} byCode */
  take(byCode) {
    this.frames.clear();
    this.byCode = byCode;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} code @returns {CompoundProperties | undefined} */
  get(code) {
    return this.byCode.get(code)?.properties;
  }

  get all() {
    return [...this.byCode.values()].map((each) => each.properties);
  }

  /** Outer and inner rings as [[lon, lat], …]. @param {string} code @returns {[number, number][][]} */
  rings(code) {
    const geometry = this.byCode.get(code)?.geometry;
    if (!geometry) return [];
    return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  }

  /** Middle of the box around a compound, and that box. @param {string} code */
  frame(code) {
    const known = this.frames.get(code);
    if (known !== undefined) return known;
    const found = this.#measured(code);
    this.frames.set(code, found);
    return found;
  }

  /** @param {string} code */
  #measured(code) {
    const points = this.rings(code).flat();
    if (!points.length) return null;
    const lons = points.map((p) => p[0]);
    const lats = points.map((p) => p[1]);
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    return { lat: (south + north) / 2, lon: (west + east) / 2, bounds: /** @type {Bounds} */ ([[south, west], [north, east]]) };
  }

  /** Box around several compounds. @param {string[]} codes @returns {Bounds | null} */
  bounds(codes) {
    const boxes = codes.map((code) => this.frame(code)).filter((each) => each !== null).map((each) => each.bounds);
    if (!boxes.length) return null;
    return [
      [Math.min(...boxes.map((b) => b[0][0])), Math.min(...boxes.map((b) => b[0][1]))],
      [Math.max(...boxes.map((b) => b[1][0])), Math.max(...boxes.map((b) => b[1][1]))],
    ];
  }
}
