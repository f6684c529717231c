// @ts-check
// Reads the figures again and again, and knows since when it could not.

/** @typedef {import("./options.js").Figures} Figures */

const PATIENCE_MS = 10_000;

/** "figures" with what was read, "lost" and "back" as the connection goes and comes, "out" when signed out. */
export class Reading extends EventTarget {
  /** @param {string} url @param {string} viewer whose figures are wanted */
  constructor(url, viewer) {
    super();
    this.url = url;
    this.viewer = viewer;
    /** @type {Date | null} */
    this.lostAt = null;
    this.readAt = new Date();
    this.asked = 0;
  }

  /** The browser sends the ETag it holds and takes its copy on 304. @param {string} query */
  async read(query) {
    const number = ++this.asked;
    try {
      const answer = await fetch(`${this.url}${query ? `?${query}` : ""}`, {
        headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.take(number, await answer.json());
    } catch {
      this.lose("lost");
    }
  }

  /** A late answer to an earlier question is left alone. @param {number} number @param {Figures} figures */
  take(number, figures) {
    if (number !== this.asked) return;
    if (figures.viewer !== this.viewer) {
      this.lose("out");
      return;
    }
    this.readAt = new Date();
    if (this.lostAt) {
      this.lostAt = null;
      this.dispatchEvent(new Event("back"));
    }
    this.dispatchEvent(new CustomEvent("figures", { detail: figures }));
  }

  /** @param {"lost" | "out"} how */
  lose(how) {
    this.lostAt ??= new Date();
    this.dispatchEvent(new Event(how));
  }
}
