// @ts-check
// Where compounds come as tiles: those of a close view, and those that are chosen, are loaded one by one all the same,
// to be walked by keyboard, named, ringed and framed as anywhere.
import { COMPOUND_FIELDS, filterQuery } from "../lib/filter.js";
import { RequestFailed, getJson } from "./api.js";
import { REST } from "./compounds.js";

/** @typedef {import("./compounds.js").CompoundFeature} CompoundFeature */

const FROM_ZOOM = 16;
// Of the view's width and height, on each side: not every step asks anew.
const AROUND = 0.4;
const MOST_CODES = 100;
const ADDRESS = "/map/features/compounds.geojson";
// The stage of a day is told by the course of the compounds.
const ASKED = Object.fromEntries(Object.entries(COMPOUND_FIELDS).filter(([name]) => REST.includes(name)));

/** @param {string} query @param {AbortSignal} [signal] @returns {Promise<Map<string, CompoundFeature>>} */
async function load(query, signal) {
  const { features } = await getJson(`${ADDRESS}?${query}`, signal);
  return new Map(features.map((/** @type {CompoundFeature} */ each) => [each.properties.code, each]));
}

/** Follows the map, the filter and the selection. */
export class CompoundsInView {
  /** @param {any} page */
  constructor({ map, state, compounds, selection, notices }) {
    Object.assign(this, { map, state, compounds });
    this.own = /** @type {any} */ (this);
    this.fail = (/** @type {any} */ failed) => failed.name !== "AbortError" && notices.fail(failed);
    /** What is loaded whole. @type {any} */
    this.area = null;
    /** @type {Map<string, CompoundFeature>} */
    this.inView = new Map();
    /** @type {Map<string, CompoundFeature>} */
    this.named = new Map();
    this.abort = new AbortController();
    map.on("moveend", () => this.#follow().catch(this.fail));
    state.follow(Object.keys(ASKED), () => ((this.area = null), this.#follow().catch(this.fail)));
    state.follow(["basket"], (/** @type {View} */ view) => this.ensure(view.basket).catch(this.fail));
    selection.addEventListener("weighed", () => this.ensure(offered(selection.weighed)).catch(this.fail));
  }

  /** Whether every compound of the view is among those loaded. */
  get isComplete() {
    return !!this.area?.contains(this.own.map.getBounds());
  }

  /** Loads what is not there yet. @param {string[]} codes */
  async ensure(codes) {
    const missing = codes.filter((code) => !this.own.compounds.byCode.has(code)).slice(0, MOST_CODES * 5);
    for (let i = 0; i < missing.length; i += MOST_CODES) {
      const found = await load(`codes=${missing.slice(i, i + MOST_CODES).map(encodeURIComponent).join(",")}`);
      found.forEach((feature, code) => this.named.set(code, feature));
    }
    if (missing.length) this.#put();
  }

  /** After a change. */
  async again() {
    const codes = [...this.named.keys()];
    this.named.clear();
    this.area = null;
    this.own.compounds.byCode = this.inView;
    await Promise.all([this.#follow(), this.ensure(codes)]);
  }

  async #follow() {
    const { map, state } = this.own;
    this.abort.abort();
    if (map.getZoom() < FROM_ZOOM) return this.#forget();
    if (this.isComplete) return;
    this.abort = new AbortController();
    const area = map.getBounds().pad(AROUND);
    const query = [filterQuery(state.view, ASKED), `bbox=${area.toBBoxString()}`].filter(Boolean).join("&");
    try {
      this.inView = await load(query, this.abort.signal);
    } catch (failed) {
      // Too many even for this view: the tiles show them.
      if (failed instanceof RequestFailed && failed.status === 413) return this.#forget();
      throw failed;
    }
    this.area = area;
    this.#put();
  }

  #forget() {
    this.area = null;
    if (!this.inView.size) return;
    this.inView = new Map();
    this.#put();
  }

  #put() {
    this.own.compounds.take(new Map([...this.named, ...this.inView]));
  }
}

/** Neighbours of the selection are drawn around it. @param {Weighed | null} weighed */
const offered = (weighed) => [...(weighed?.ring || []), ...(weighed?.blocked || [])].map((each) => each.code);
