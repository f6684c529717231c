// @ts-check
// The view as the address bar tells it; everything on the page follows its "change".
import { FILTER_FIELDS, switched } from "../lib/filter.js";
import { decode, encode } from "../lib/permalink.js";

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** @param {View} view @returns {Partial<View>} */
const filterOf = (view) => Object.fromEntries(Object.keys(FILTER_FIELDS).map((name) => [name, /** @type {any} */ (view)[name]]));

/** One view of the map: position, filters, basket, open card. */
export class ViewState extends EventTarget {
  /** @param {Location} place @param {History} past @param {string} [understood] the filter, as the server reads the address */
  constructor(place, past, understood) {
    super();
    this.place = place;
    this.past = past;
    /** @type {View} */
    this.view = decode(place.search);
    if (understood !== undefined) this.set(filterOf(decode(understood)));
  }

  /** Follows the back button. @param {Window} page */
  followHistory(page) {
    page.addEventListener("popstate", () => this.#take(decode(this.place.search), null));
  }

  /**
   * @param {Partial<View>} patch
   * @param {{push?: boolean}} [how] push: a step the back button undoes
   */
  set(patch, { push = false } = {}) {
    this.#take({ ...this.view, ...patch }, push ? "pushState" : "replaceState");
  }

  /** Adds to or takes from a list. @param {"layers" | "basket"} name @param {string[]} codes @param {boolean} present */
  mark(name, codes, present) {
    const rest = this.view[name].filter((code) => !codes.includes(code));
    this.set({ [name]: present ? [...rest, ...codes] : rest }, { push: name === "basket" });
  }

  /** Switches codes of a list of the filter on or off. @param {"stage" | "eligibility" | "cohort" | "class" | "owner"} name @param {string[]} codes @param {string[]} all @param {boolean} present */
  want(name, codes, all, present) {
    this.set({ [name]: switched(this.view[name], codes, all, present) });
  }

  /** @param {View} view @param {"pushState" | "replaceState" | null} step */
  #take(view, step) {
    const names = /** @type {(keyof View)[]} */ (Object.keys(view));
    const changed = new Set(names.filter((name) => !same(view[name], this.view[name])));
    if (!changed.size) return;
    this.view = view;
    if (step) this.past[step](null, "", `${this.place.pathname.replace(/^\/+/, "/")}${encode(view)}`);
    this.dispatchEvent(new CustomEvent("change", { detail: { changed, fromHistory: !step } }));
  }

  /**
   * Calls back now and whenever one of the named parts changes.
   * @param {(keyof View)[]} names @param {(view: View, detail: {changed: Set<string>, fromHistory: boolean}) => void} callback
   */
  follow(names, callback) {
    this.addEventListener("change", (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (names.some((name) => detail.changed.has(name))) callback(this.view, detail);
    });
    callback(this.view, { changed: new Set(names), fromHistory: false });
  }
}
