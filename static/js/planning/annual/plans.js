// @ts-check
// What stands on the board, and what may be moved where. No DOM here.

/**
 * @typedef {{code: string, name: string, district: string | null, year: number | null, sequence: number | null,
 *   wished_year: number | null, households: number | null, estimate_cny: number | null, cohort: string, cohort_label: string,
 *   stage: number, is_eligible: boolean, is_fixed: boolean, url: string, bundle: {number: string, year: number} | null}} Card
 * @typedef {{year: number, status: string, status_label: string, is_begun: boolean, revision: number, submitted: string[], url: string,
 *   compounds: number, households: number, estimate_cny: number, without_estimate: number, metres: number, organisations: number}} Year
 * @typedef {{cohort: string, label: string, needed: number, needed_percent: number, renovated: number, planned: number, due: number,
 *   by_due: number, met_in: number | null, is_met: boolean, short: number, years_over: number, eligible: number}} Target
 * @typedef {{years: Year[], targets: Target[], districts: {code: string, name: string, mine: boolean}[], cards: Card[],
 *   more_waiting: number, this_year: number, can_move: boolean, last_move: {id: number, names: string[]} | null}} Board
 */

/** The cards of one cell in their order; `year` null is the column of what waits. @param {Board} board @param {string} district @param {number | null} year */
export const cell = (board, district, year) => board.cards.filter((card) => card.district === district && card.year === year);

/** @param {Board} board @param {string} code */
export const cardOf = (board, code) => board.cards.find((card) => card.code === code);

/** @param {Board} board @param {number | null} year */
export const yearOf = (board, year) => board.years.find((each) => each.year === year);

/** The columns from left to right: what waits, then the years. @param {Board} board @returns {(number | null)[]} */
export const columns = (board) => [...(board.can_move ? [null] : []), ...board.years.map((each) => each.year)];

/** Whether the viewer may touch the card at all. @param {Board} board @param {Card} card */
export const mayMove = (board, card) => board.can_move && board.districts.some((each) => each.code === card.district && each.mine);

/** Whether the card may go to that column; the server has the last word. @param {Board} board @param {Card} card @param {number | null} year */
export function mayGo(board, card, year) {
  if (!mayMove(board, card)) return false;
  if (year === card.year) return year !== null;
  if (card.is_fixed) return false;
  return year === null || year >= board.this_year;
}

/** Years whose adopted plan a move adjusts: it needs a reason then. @param {Board} board @param {Card} card @param {number | null} year */
export const adjusted = (board, card, year) =>
  [...new Set([card.year, year])].filter((each) => yearOf(board, each)?.status === "adopted");

/** {year: revision}, as the board shows the plans. @param {Board} board */
export const revisions = (board) => Object.fromEntries(board.years.map((each) => [each.year, each.revision]));

/**
 * The card ahead of which `by` steps up (-1) or down (1) in its own cell; undefined where it stays, "" for the end.
 * @param {Board} board @param {Card} card @param {-1 | 1} by
 */
export function step(board, card, by) {
  const row = cell(board, card.district || "", card.year);
  const at = row.findIndex((each) => each.code === card.code);
  if (by < 0) return at > 0 ? row[at - 1].code : undefined;
  return at < row.length - 1 ? row[at + 2]?.code || "" : undefined;
}

/** The column beside, as far as the card may go there. @param {Board} board @param {Card} card @param {-1 | 1} by @returns {number | null | undefined} */
export function beside(board, card, by) {
  const all = columns(board);
  for (let at = all.indexOf(card.year) + by; at >= 0 && at < all.length; at += by) if (mayGo(board, card, all[at])) return all[at];
  return undefined;
}
