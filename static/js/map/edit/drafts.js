// @ts-check
// What was drawn and not yet saved, kept in the browser over a reload or a cut network.

/** @typedef {{kind: string, key: string, title: string, state: string, geometry: any, values: Record<string, any>, request: string | null, at: number}} Draft */

const PREFIX = "drawing:";
const KEPT_MS = 14 * 24 * 3600 * 1000;

/** The drafts of one account in one browser. */
export class Drafts {
  /** @param {Storage} storage @param {string} account @param {() => number} [now] */
  constructor(storage, account, now = Date.now) {
    this.storage = storage;
    this.prefix = `${PREFIX}${account}:`;
    this.now = now;
  }

  /** @param {string} kind @param {string} key "" for a new one */
  #name(kind, key) {
    return `${this.prefix}${kind}:${key}`;
  }

  /** @param {Omit<Draft, "at">} draft */
  keep(draft) {
    try {
      this.storage.setItem(this.#name(draft.kind, draft.key), JSON.stringify({ ...draft, at: this.now() }));
      return true;
    } catch {
      return false; // full, or switched off
    }
  }

  /** @param {string} kind @param {string} key @returns {Draft | null} */
  of(kind, key) {
    return this.all().find((each) => each.kind === kind && each.key === key) || null;
  }

  /** @param {string} kind @param {string} key */
  drop(kind, key) {
    this.storage.removeItem(this.#name(kind, key));
  }

  /** The latest first; what is too old is thrown away. @returns {Draft[]} */
  all() {
    const names = Object.keys(this.storage).filter((name) => name.startsWith(this.prefix));
    const drafts = [];
    for (const name of names) {
      const draft = read(this.storage.getItem(name));
      if (draft && this.now() - draft.at < KEPT_MS) drafts.push(draft);
      else this.storage.removeItem(name);
    }
    return drafts.sort((a, b) => b.at - a.at);
  }
}

/** @param {string | null} text @returns {Draft | null} */
function read(text) {
  try {
    const draft = JSON.parse(text || "null");
    return draft && typeof draft.kind === "string" && typeof draft.at === "number" ? draft : null;
  } catch {
    return null;
  }
}
