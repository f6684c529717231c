// @ts-check
// The compounds chosen so far, and what the server says they add up to.
import { boot } from "../lib/messages.js";
import { patiently } from "../lib/patience.js";
import { RequestFailed, getJson } from "./api.js";

/** Follows the basket of the view; "weighing" while asking, then "weighed" or "failed". */
export class Selection extends EventTarget {
  /** @param {any} state @param {{canSelect: boolean}} may */
  constructor(state, { canSelect }) {
    super();
    this.state = state;
    this.canSelect = canSelect;
    /** @type {Weighed | null} */
    this.weighed = null;
    /** @type {BundleRecord | null} */
    this.bundle = null;
    this.abort = new AbortController();
    this.patiently = patiently(() => this.weigh());
    state.follow(["basket", "year", "gap_m", "ignore", "because"], () => this.#soon());
    state.follow(["bundle"], () => this.#openBundle());
  }

  /** @returns {string[]} */
  get codes() {
    return this.state.view.basket;
  }

  /** A frozen, superseded or dissolved bundle does not change; its next version does. */
  get isLocked() {
    return !this.canSelect || (!!this.bundle && this.bundle.status !== "draft");
  }

  get hasUnsaved() {
    return !!this.bundle && [...this.bundle.codes].sort().join() !== [...this.codes].sort().join();
  }

  /** @param {string} code @returns {boolean} false where the bundle is locked */
  toggle(code) {
    if (this.isLocked) return false;
    this.state.mark("basket", [code], !this.codes.includes(code));
    return true;
  }

  /** @param {string[]} codes */
  add(codes) {
    if (!this.isLocked) this.state.mark("basket", codes, true);
  }

  /** Takes exactly these. @param {string[]} codes */
  choose(codes) {
    if (!this.isLocked) this.state.set({ basket: codes }, { push: true });
  }

  /** Another gap, barriers ignored: tried on the map, never frozen. @returns {Supposition | null} */
  get supposed() {
    const { gap_m, ignore, because } = this.state.view;
    return gap_m === null && !ignore.length ? null : { gap_m, ignore, because };
  }

  /** @param {Supposition | null} supposed */
  suppose(supposed) {
    this.state.set(supposed || { gap_m: null, ignore: [], because: "" }, { push: true });
  }

  clear() {
    this.bundle = null;
    this.state.set({ basket: [], bundle: "" }, { push: true });
    this.dispatchEvent(new Event("weighed"));
  }

  /** Takes a bundle as the server tells it after a change. @param {BundleRecord} bundle */
  take(bundle) {
    this.bundle = bundle;
    this.state.set({ bundle: bundleKey(bundle), basket: bundle.codes, year: bundle.plan_year }, { push: true });
    this.dispatchEvent(new Event("weighed"));
    this.#soon();
  }

  async #openBundle() {
    const key = this.state.view.bundle;
    if (!key) this.bundle = null;
    if (!key || (this.bundle && bundleKey(this.bundle) === key)) return;
    const chosen = this.codes;
    try {
      const bundle = await getJson(`/planning/bundles/${key}/?format=json`);
      this.bundle = bundle;
      const keeps = chosen.length && !this.isLocked;
      this.state.set({ basket: keeps ? chosen : bundle.codes, year: bundle.plan_year });
      this.dispatchEvent(new Event("weighed"));
      this.dispatchEvent(new Event("opened"));
      this.#soon();
    } catch (failed) {
      this.#fail(failed);
    }
  }

  #soon() {
    this.abort.abort();
    this.patiently();
  }

  async weigh() {
    this.abort.abort();
    this.abort = new AbortController();
    if (!this.codes.length) {
      this.weighed = null;
      this.dispatchEvent(new Event("weighed"));
      return;
    }
    this.dispatchEvent(new Event("weighing"));
    try {
      this.weighed = await (this.isLocked ? this.#asFrozen() : getJson(this.#address(), this.abort.signal));
      this.dispatchEvent(new Event("weighed"));
    } catch (failed) {
      this.#fail(failed);
    }
  }

  /** A frozen bundle shows what was frozen, as its page and its exports do. @returns {Promise<Weighed>} */
  async #asFrozen() {
    const none = { problems: [], ring: [], blocked: [] };
    if (!this.bundle) throw new RequestFailed(404, null);
    const { figures } = await getJson(`${this.bundle.urls.page}?format=json`, this.abort.signal);
    return { ...figures, ...none };
  }

  #address() {
    const { bundle } = this.state.view;
    const year = this.state.view.year || defaultYear();
    const codes = this.codes.map(encodeURIComponent).join(",");
    const rest = [`&year=${year}`, bundle ? `&bundle=${encodeURIComponent(bundle)}` : "", supposing(this.supposed)].join("");
    return `/planning/selection/?codes=${codes}${rest}`;
  }

  /** @param {any} failed */
  #fail(failed) {
    if (failed.name !== "AbortError") this.dispatchEvent(new CustomEvent("failed", { detail: { failed } }));
  }
}

/** @param {Supposition | null} supposed */
export function supposing(supposed) {
  if (!supposed) return "";
  const { gap_m, ignore, because } = supposed;
  const pairs = [["gap_m", gap_m === null ? "" : String(gap_m)], ["ignore", ignore.join(",")], ["because", because]];
  return pairs.filter(([, value]) => value).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");
}

/** @param {BundleRecord} bundle */
export const bundleKey = (bundle) => `${encodeURIComponent(bundle.number)}/v${bundle.version}`;

/** The year after the latest record: what is planned now. */
export const defaultYear = () => Number((boot.data_date || new Date().toISOString()).slice(0, 4)) + 1;

/** Years a bundle may be made for. */
export function planYears() {
  const next = defaultYear();
  return [...new Set([...(boot.plan_years || []), next - 1, next, next + 1, next + 2])].sort();
}
