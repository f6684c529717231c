// @ts-check
// What a page says while it waits: the connection lost and found, the session over.
import { byId, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { Watching } from "./watching.js";

/** @param {string} text empty: nothing to complain of */
function lost(text) {
  const line = byId("lost");
  if (line.textContent !== text) replace(line, text);
  line.hidden = !text;
}

/**
 * @param {string} url of state.json @param {(state: any) => void} show
 * @returns {Promise<any>} the last state
 */
export function wait(url, show) {
  const watching = new Watching(url);
  watching.addEventListener("state", (/** @type {any} */ event) => (lost(""), show(event.detail)));
  watching.addEventListener("lost", () => lost(t("The connection is lost. The work goes on at the server; this page recovers by itself.")));
  watching.addEventListener("over", () => lost(t("You were signed out. The work goes on at the server; sign in again to see it.")));
  return watching.run();
}
