// @ts-check
// What the filter has, in the view and in all: the figures of the legend, asked of the server.
import { FILTER_FIELDS, filterQuery } from "../lib/filter.js";
import { patiently } from "../lib/patience.js";
import { getJson } from "./api.js";

/** Follows filter and view; "change" with a new answer, "failed" without one. */
export class Summary extends EventTarget {
  /** @param {LeafletMap} map @param {any} state */
  constructor(map, state) {
    super();
    Object.assign(this, { map, state });
    this.own = /** @type {any} */ (this);
    /** @type {any} */
    this.answer = null;
    /** The query that `answer` is for. */
    this.query = "";
    /** What was asked last, answered or not. */
    this.address = "";
    this.abort = new AbortController();
    this.patiently = patiently(() => this.ask());
    map.on("moveend", () => this.soon());
    state.follow(/** @type {any} */ (Object.keys(FILTER_FIELDS)), () => this.soon());
  }

  /** Figures of the view or of all. @param {boolean} inView @returns {Legend | null} */
  part(inView) {
    return (inView && this.answer?.in_view) || this.answer;
  }

  soon() {
    this.patiently();
  }

  /** Once more, though neither filter nor view changed. */
  again() {
    this.address = "";
    this.soon();
  }

  async ask() {
    const { map, state } = this.own;
    const query = filterQuery(state.view);
    const address = `/map/summary.json?${[query, `bbox=${box(map)}`].filter(Boolean).join("&")}`;
    if (address === this.address) return;
    this.abort.abort();
    Object.assign(this, { address, abort: new AbortController() });
    try {
      const answer = await getJson(address, this.abort.signal);
      Object.assign(this, { answer, query });
      this.dispatchEvent(new Event("change"));
    } catch (failed) {
      if (/** @type {any} */ (failed).name === "AbortError") return;
      this.address = "";
      this.dispatchEvent(new CustomEvent("failed", { detail: failed }));
    }
  }
}

/** The view as west,south,east,north within the world of web maps. @param {any} map */
export function box(map) {
  const bounds = map.getBounds();
  const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(-most, Math.min(most, value)).toFixed(6);
  return [within(bounds.getWest(), 180), within(bounds.getSouth(), 85), within(bounds.getEast(), 180), within(bounds.getNorth(), 85)].join(",");
}
