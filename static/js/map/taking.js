// @ts-check
// Takes many compounds at once into the selection, or out of it.
import { count } from "../lib/format.js";
import { compounds, t } from "../lib/messages.js";

/** The server weighs no more than these together. */
export const MOST = 200;

/** @typedef {"new" | "add" | "take"} How */

/** The selection after an area was drawn. @param {string[]} before @param {string[]} found @param {How} how */
export function combined(before, found, how) {
  if (how === "take") return before.filter((code) => !found.includes(code));
  return [...new Set(how === "add" ? [...before, ...found] : found)];
}

/**
 * Changes the selection and says what came of it.
 * @param {any} page @param {string[]} found @param {How} how @returns {boolean}
 */
export function take(page, found, how) {
  const { selection, notices } = page;
  const codes = combined(selection.codes, found, how);
  if (!found.length) notices.say(t("No compound of the filter lies there; the selection stays as it was."), "bad");
  else if (selection.isLocked) notices.say(t("This version is frozen; open a new version to change it."), "bad");
  else if (codes.length > MOST) notices.say(t("These would be {n} compounds; at most {most} can be weighed together. Draw a smaller area or narrow the filter.", { n: count(codes.length), most: MOST }), "bad");
  else {
    selection.choose(codes);
    page.showTask("basket");
    notices.say(`${t("Selected")}: ${compounds(codes.length)}`);
    return true;
  }
  return false;
}
