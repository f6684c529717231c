// @ts-check
// Asks for the state of something that runs on the server, ever more slowly, until it is finished.
import { getJson, network, RequestFailed } from "../map/api.js";

const FIRST_MS = 700;
const SLOWEST_MS = 5000;
const GROWTH = 1.15;
const AFTER_LOSS_MS = 4000;

/** Dispatches "state" (detail: the answer), "lost" when the server cannot be reached, "over" when it must not be asked any more. */
export class Watching extends EventTarget {
  /** @param {string} url @param {{get?: (url: string) => Promise<any>, sleep?: (ms: number) => Promise<any>}} [how] */
  constructor(url, { get = getJson, sleep } = {}) {
    super();
    this.url = url;
    this.get = get;
    this.sleep = sleep || ((ms) => this.#pause(ms));
    network.addEventListener("cut", () => this.dispatchEvent(new Event("lost")));
  }

  /** @returns {Promise<any>} the last state, nothing where it could not be had */
  async run() {
    for (let every = FIRST_MS; ; every = Math.min(SLOWEST_MS, every * GROWTH)) {
      const state = await this.#ask();
      if (state === null || state?.finished) return state;
      await this.sleep(state ? every : AFTER_LOSS_MS);
    }
  }

  /** @returns {Promise<any>} null where asking again is no use, undefined where the server was not reached */
  async #ask() {
    try {
      const state = await this.get(this.url);
      this.dispatchEvent(new CustomEvent("state", { detail: state }));
      return state;
    } catch (failed) {
      const status = failed instanceof RequestFailed ? failed.status : 0;
      if (status && status < 500) {
        this.dispatchEvent(new CustomEvent("over", { detail: status }));
        return null;
      }
      this.dispatchEvent(new Event("lost"));
      return undefined;
    }
  }

  /** Ends early when the network comes back or the page is looked at again. @param {number} ms */
  #pause(ms) {
    return new Promise((resolve) => {
      const stop = new AbortController();
      const wake = () => (stop.abort(), clearTimeout(timer), resolve(null));
      const timer = setTimeout(wake, ms);
      window.addEventListener("online", wake, { signal: stop.signal });
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal: stop.signal });
    });
  }
}
