// @ts-check
// Steps through time in days since 1970-01-01.
import { dateOf, dayNumber } from "./course.js";

/** Today by the clock of the viewer. */
export function today() {
  const now = new Date();
  return dayNumber(`${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`);
}

/** The first of the month so many months on; with 0 that of the day's own month. @param {number} day @param {number} months */
export function monthStart(day, months) {
  const date = new Date(`${dateOf(day)}T00:00:00Z`);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
}

/** The next first of a month in a direction. @param {number} day @param {1 | -1} direction */
export const nextMonth = (day, direction) => (direction > 0 || monthStart(day, 0) === day ? monthStart(day, direction) : monthStart(day, 0));

/** A date as the address has it, or null. @param {string} text */
export function asDay(text) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayNumber(text) : NaN;
  return Number.isFinite(day) ? day : null;
}

/** Where a key takes the slider, or null. @param {string} key @param {number} day @param {{first: number, last: number}} ends */
export function afterKey(key, day, { first, last }) {
  /** @type {Record<string, () => number>} */
  const steps = {
    ArrowLeft: () => nextMonth(day, -1), ArrowDown: () => nextMonth(day, -1),
    ArrowRight: () => nextMonth(day, 1), ArrowUp: () => nextMonth(day, 1),
    PageDown: () => monthStart(day, -12), PageUp: () => monthStart(day, 12),
    Home: () => first, End: () => last,
  };
  return key in steps ? Math.min(last, Math.max(first, steps[key]())) : null;
}
