// @ts-check
// The stages of all compounds on any day, from their events; the server's `as_of` tells the same.

/**
 * [stage number, counts from, recorded on, corrected on]; days since 1970-01-01. The public gets the first two.
 * @typedef {[number, number, number?, (number | null)?]} Event
 * @typedef {{first: number | null, last: number | null, compounds: Record<string, Event[]>}} Course
 */

const DAY_MS = 86_400_000;
const ALWAYS = -Infinity;
const NEVER = Infinity;

/** @param {string} date YYYY-MM-DD */
export const dayNumber = (date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** @param {number} day */
export const dateOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** @param {Event} event @param {number | null} known */
function holds([, , recorded = ALWAYS, corrected = null], known) {
  if (known === null) return corrected === null;
  return recorded <= known && (corrected ?? NEVER) > known;
}

/**
 * The number of the stage that held on `day`; with `known`, as it was known by the end of that day.
 * @param {Event[]} events @param {number} day @param {number | null} [known]
 */
export function stageOn(events, day, known = null) {
  let stage = 0;
  for (const event of events) {
    if (event[0] > stage && event[1] <= day && holds(event, known)) stage = event[0];
  }
  return stage;
}

/**
 * Stage number by code; who is not in it is not yet surveyed.
 * @param {Course} course @param {number} day @param {number | null} [known]
 * @returns {Map<string, number>}
 */
export function stagesOn(course, day, known = null) {
  const stages = new Map();
  for (const [code, events] of Object.entries(course.compounds)) stages.set(code, stageOn(events, day, known));
  return stages;
}
