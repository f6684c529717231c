// @ts-check
// The step "where does it lie": tries what the form says and draws it, before anybody says yes.
import { byId, h, replace } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { t } from "../lib/messages.js";
import { post } from "../map/api.js";
import { sendOnce } from "./once.js";
import { pageData } from "./page_data.js";
import { fieldsOf, missing, placeOf } from "./place_choice.js";
import { fill, open, read, write } from "./place_form.js";
import { PlaceMap } from "./place_map.js";
import { ControlPoints } from "./place_points.js";

const PAUSE_MS = 250;
const data = pageData("place-data");
const { stated } = data;
const codes = data.crs_choices.map((/** @type {[string, string]} */ [code]) => code);
const form = /** @type {HTMLFormElement} */ (byId("place"));
const map = new PlaceMap(byId("place-map"), data.answer.county);
const control = new ControlPoints(map, data.sample);
let asked = 0;
/** @type {any} */
let timer;

/** What is missing, in words. @type {Record<string, string>} */
const MISSING = {
  crs: t("The file states no CRS. Ask its sender, or choose one and look at the map whether it fits."),
  points: t("At least three control points are needed."),
  shift: t("Choose which web map it is from."),
};

/** @param {any} answer of place.json */
function draw(answer) {
  const isSame = JSON.stringify(answer.before) === JSON.stringify(answer.after);
  map.draw("before", isSame ? null : answer.before);
  map.draw("after", answer.after);
  map.frame(answer.outside > 0);
  control.list(answer.residuals, read(form, control.points).tolerance_m);
  say(answer, answer.refused?.message || "");
}

/** @param {any} answer @param {string} refused */
function say(answer, refused) {
  const { inside, outside } = answer;
  const total = inside + outside;
  const counted = answer.after && total
    ? h("p", { class: outside ? "caution" : "fits" }, t("{n} of {total} sample shapes lie inside the county.", { n: count(inside), total: count(total) }))
    : null;
  const fit = answer.fit && h("p", {}, t("Root mean square {rms} m, scale {scale}, turned by {angle}°.", { rms: answer.rms_m, scale: answer.fit.scale.toFixed(6), angle: Number(answer.fit.rotation_deg.toFixed(4)).toFixed(4) }));
  replace(byId("place-said"), refused && h("p", { class: "problem" }, refused), counted, fit, answer.warnings.map((/** @type {string} */ text) => h("p", { class: "caution" }, text)), offer(answer.likely), offerPoints(answer));
  byId("place-save").disabled = Boolean(refused);
}

/** @param {any} likely a place with its words, or null */
function offer(likely) {
  if (!likely) return null;
  const take = () => {
    control.points = [];
    fill(form, fieldsOf(likely, stated, codes));
    update();
    byId("place-save").focus();
  };
  return [
    h("p", {}, h("button", { type: "button", class: "button", on: { click: take } }, t("Use the likeliest: {place}", { place: likely.words }))),
    h("p", { class: "low" }, t("Figures alone cannot tell CGCS2000 from Beijing 54 or Xi'an 80, which lie up to some hundred metres apart: compare with the compounds on the map.")),
  ];
}

/** The way out of an old datum. @param {any} answer */
function offerPoints({ refused }) {
  if (refused?.reason !== "crs_no_datum_shift") return null;
  const take = () => {
    fill(form, { ...read(form, control.points), way: "points", grid: "" });
    update();
    byId("points-note").focus();
  };
  return h("p", {}, h("button", { type: "button", class: "button", on: { click: take } }, t("Set control points")));
}

const NOTHING = { before: null, after: null, inside: 0, outside: 0, residuals: [], warnings: [], likely: null, fit: null };

/** @param {import("./place_choice.js").Fields} fields */
async function ask(fields) {
  const turn = ++asked;
  try {
    const answer = await post(data.url, placeOf(fields));
    if (turn === asked) draw(answer);
  } catch (error) {
    const text = /** @type {Error} */ (error).message || t("The server did not answer. Try again.");
    if (turn === asked) draw({ ...NOTHING, refused: { message: text } });
  }
}

/** Shows what the form says now; the server is asked once it is said completely. */
function update() {
  const fields = read(form, control.points);
  open(form, fields);
  control.show(fields.way === "points", fields.swapped);
  write(form, fields);
  const lacks = missing(fields, stated);
  clearTimeout(timer);
  byId("place-save").disabled = true;
  if (!lacks) timer = setTimeout(() => ask(fields), PAUSE_MS);
  else asked += 1;
  if (lacks) draw({ ...NOTHING, likely: fields.way === "points" ? null : data.answer.likely, refused: { message: MISSING[lacks] } });
}

fill(form, fieldsOf(data.place, stated, codes));
control.points = data.place.points || [];
form.addEventListener("input", update);
form.addEventListener("submit", () => write(form, read(form, control.points)));
control.addEventListener("change", update);
sendOnce(document);
update();
