// @ts-check
// The wall: district after district, read anew at every turn; the space bar stops it.

import { byId, h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { Chart } from "./chart.js";
import { Reading } from "./reading.js";
import { Rotation } from "./rotation.js";
import { clock, late, stageBars, targets, totals } from "./wall_parts.js";

/** @typedef {import("./options.js").Figures} Figures */

// On a low, wide wall the letters are larger.
const LATE_ROWS = matchMedia("(min-aspect-ratio: 5/2)").matches ? 9 : 15;
const body = document.body;
/** @type {Figures} */
const first = JSON.parse(byId("figures").textContent);
const words = Object.fromEntries(
  ["compounds", "started", "renovated", "households", "investment", "daysLate", "daysInStage", "byPlan", "byTarget", "longest", "compound", "district", "green", "yellow", "red"]
    .map((name) => [name, body.dataset[name] || ""]),
);

/** The whole, then each district that holds compounds; only the whole where the address names a district. */
function places() {
  const whole = { code: "", name: t("All districts") };
  const districts = first.matrix.filter((line) => line.is_whole && line.district).map((line) => ({ code: line.district, name: line.district_name }));
  return districts.length > 1 ? [whole, ...districts] : [{ code: "", name: districts[0]?.name || whole.name }];
}

const rotation = new Rotation(places());
const reading = new Reading(body.dataset.figures || "", first.viewer);
const charts = [...document.querySelectorAll("[data-chart]")].map((box) => new Chart(/** @type {HTMLElement} */ (box), first));

/** @param {Figures} figures */
function show(figures) {
  replace(byId("where"), rotation.place.name);
  replace(byId("as-of"), t("Data as of {date}", { date: figures.date }));
  replace(byId("read"), t("Read at {time}", { time: clock(reading.readAt) }));
  replace(byId("targets"), targets(figures, words));
  replace(byId("totals"), totals(figures, words));
  replace(byId("stages"), stageBars(figures));
  replace(byId("burn-words"), `${words.renovated} ${figures.renovated.compounds} / ${figures.total.compounds}`);
  if (figures.is_official) showLate(figures);
  for (const chart of charts) chart.draw(figures);
}

/** What the panel has no room for is left out. @param {Figures} figures */
function showLate(figures) {
  const box = byId("late");
  replace(box, late(figures, words, LATE_ROWS));
  const panel = /** @type {HTMLElement} */ (box.parentElement);
  const rows = [...box.querySelectorAll("tbody tr")];
  while (panel.scrollHeight > panel.clientHeight && rows.length) rows.pop()?.remove();
  for (const table of box.querySelectorAll("table")) if (!table.querySelector("tbody tr")) table.remove();
}

/** The filter of the address, narrowed to the district on the wall. */
function query() {
  const asked = new URLSearchParams(body.dataset.query);
  if (rotation.place.code) asked.set("district", rotation.place.code);
  return asked.toString();
}

function marks() {
  replace(byId("rotation"), rotation.places.map((place, index) => h("li", {}, h("button", {
    type: "button", "aria-current": index === rotation.at ? "true" : null, on: { click: () => rotation.go(index) } }, place.name))));
}

/** @param {string} msgid */
function tellLost(msgid) {
  const told = byId("lost");
  const since = clock(/** @type {Date} */ (reading.lostAt));
  const text = t(msgid, { time: since, read: clock(reading.readAt) });
  if (told.textContent !== text) replace(told, text);
  told.hidden = false;
}

reading.addEventListener("figures", (event) => show(/** @type {CustomEvent} */ (event).detail));
reading.addEventListener("lost", () => tellLost("Connection lost since {time}. The figures are those of {read}."));
reading.addEventListener("out", () => tellLost("Signed out since {time}. Sign in again to go on."));
reading.addEventListener("back", () => (byId("lost").hidden = true));
rotation.addEventListener("turn", () => (marks(), reading.read(query())));
rotation.addEventListener("pause", () => byId("pause").setAttribute("aria-pressed", String(rotation.isPaused)));
byId("pause").addEventListener("click", () => rotation.pause());
document.addEventListener("keydown", (event) => {
  if (event.key === " " && !(event.target instanceof HTMLButtonElement)) (event.preventDefault(), rotation.pause());
  if (event.key === "ArrowRight") rotation.turn(1);
  if (event.key === "ArrowLeft") rotation.turn(-1);
});

marks();
show(first);
rotation.start();
