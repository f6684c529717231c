// @ts-check
// Selections kept beside each other under a letter and a name; on this device, codes only.

/** @typedef {{letter: string, name: string, codes: string[], year: number | null}} Alternative */

export const MOST_KEPT = 8;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The first letter that is free. @param {Alternative[]} kept */
export const nextLetter = (kept) => [...LETTERS].find((letter) => !kept.some((each) => each.letter === letter)) || "";

/** @param {any} each */
function isSound(each) {
  return typeof each?.letter === "string" && typeof each.name === "string" && Array.isArray(each.codes)
    && each.codes.every((/** @type {any} */ code) => typeof code === "string") && (each.year === null || Number.isInteger(each.year));
}

/** What was stored, as far as it can be read. @param {string | null} text @returns {Alternative[]} */
export function readKept(text) {
  try {
    const stored = JSON.parse(text || "[]");
    return Array.isArray(stored) ? stored.filter(isSound).slice(0, MOST_KEPT) : [];
  } catch {
    return [];
  }
}

/** The alternatives of one user; "change" when they are others. */
export class KeptAlternatives extends EventTarget {
  /** @param {Storage} storage @param {string} user */
  constructor(storage, user) {
    super();
    this.storage = storage;
    this.key = `alternatives:${user}`;
    this.all = readKept(storage.getItem(this.key));
  }

  get isFull() {
    return this.all.length >= MOST_KEPT;
  }

  /** @param {string[]} codes @param {number | null} year @returns {Alternative} */
  keep(codes, year) {
    const letter = nextLetter(this.all);
    const kept = { letter, name: "", codes: [...codes], year };
    this.#take([...this.all, kept].sort((a, b) => a.letter.localeCompare(b.letter)));
    return kept;
  }

  /** @param {string} letter @param {string} name */
  rename(letter, name) {
    this.#take(this.all.map((each) => (each.letter === letter ? { ...each, name: name.trim() } : each)));
  }

  /** @param {string} letter */
  remove(letter) {
    this.#take(this.all.filter((each) => each.letter !== letter));
  }

  /** @param {Alternative[]} all */
  #take(all) {
    this.all = all;
    try {
      this.storage.setItem(this.key, JSON.stringify(all));
    } catch {
      // Storage is full or switched off: they last as long as the page.
    }
    this.dispatchEvent(new Event("change"));
  }
}
