// @ts-check
// The page of a check or an import that runs: how far it is, then on to its result.
import { byId } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { sendOnce } from "./once.js";
import { wait } from "./waiting.js";

const SPOKEN_EVERY_PERCENT = 25;
let spoken = 0;

/** @param {{percent: number | null, step_label: string, rows: number | null, total: number | null}} state */
function show({ percent, step_label: step, rows, total }) {
  const bar = byId("bar");
  if (percent === null) bar.removeAttribute("value");
  else bar.value = percent;
  byId("step-word").textContent = step || t("Waiting for its turn");
  byId("figures").textContent = figures(rows, total);
  if (percent !== null && percent >= spoken + SPOKEN_EVERY_PERCENT) {
    spoken = percent;
    byId("spoken").textContent = `${Math.round(percent)} %`;
  }
}

/** @param {number | null} rows @param {number | null} total */
function figures(rows, total) {
  if (!rows) return "";
  return total ? t("row {rows} of {total}", { rows: count(rows), total: count(total) }) : t("row {rows}", { rows: count(rows) });
}

sendOnce(document);
const state = await wait(byId("progress").dataset.stateUrl, show);
if (state) location.replace(state.url);
