// @ts-check
// Which district is on the wall, and when the next one comes.

/** @typedef {{code: string, name: string}} Place */

export const EVERY_MS = 15_000;

/** "turn" whenever another place is on the wall; "pause" when it stops or goes on. */
export class Rotation extends EventTarget {
  /** @param {Place[]} places */
  constructor(places, every = EVERY_MS) {
    super();
    this.places = places;
    this.at = 0;
    this.every = every;
    this.timer = 0;
    this.isPaused = false;
  }

  get place() {
    return this.places[this.at];
  }

  start() {
    clearInterval(this.timer);
    this.timer = Number(setInterval(() => !this.isPaused && this.turn(1), this.every));
  }

  /** @param {number} by */
  turn(by) {
    this.go(this.at + by);
  }

  /** @param {number} index */
  go(index) {
    this.at = (index + this.places.length) % this.places.length;
    this.start();
    this.dispatchEvent(new Event("turn"));
  }

  pause(on = !this.isPaused) {
    this.isPaused = on;
    this.dispatchEvent(new Event("pause"));
  }
}
