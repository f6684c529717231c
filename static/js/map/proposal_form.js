// @ts-check
// What a proposal is asked for with: years, districts, limits of a bundle, and what it weighs.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { field } from "./asking.js";
import { defaultYear, planYears } from "./selection.js";

/** @typedef {import("./proposal_store.js").Settings} Settings */

const WAN = 10_000;
const FIRST = { max_members: 6, year_spread: 1, alpha: 1000, beta: 0, weight: "boundary" };
// Worth of one compound more, in the unit of the weight.
const USUAL_ALPHA = /** @type {Record<string, number>} */ ({ boundary: 1000, trench: 1000, money: 200_000 });
const MOST_MEMBERS = 12;

/** @returns {[string, string, string][]} code, label, in a few words */
const weights = () => [
  ["boundary", t("Shared boundary (m)"), t("How long two compounds lie side by side.")],
  ["trench", t("Shared trench (m)"), t("Metres of pipes and cables that lie close to both.")],
  ["money", t("Money saved (yuan)"), t("Shared boundary and trench at the unit prices on record.")],
];

/** @param {string} weight */
const unitOf = (weight) => (weight === "money" ? t("yuan") : "m");

/** What the fields say, money in yuan. @param {FormData} data @returns {Settings & {name: string}} */
export function asked(data) {
  const number = (/** @type {string} */ name) => Number(data.get(name));
  return {
    name: String(data.get("name") || "").trim(), years: data.getAll("years").map(Number), districts: data.getAll("districts").map(String),
    cmin: Math.round(number("cmin") * WAN), cmax: Math.round(number("cmax") * WAN), max_members: number("max_members"), year_spread: number("year_spread"),
    alpha: number("alpha"), beta: number("beta"), weight: String(data.get("weight")),
  };
}

/** @param {string} name @param {{value: string | number, text: string}[]} choices @param {(string | number)[]} ticked */
const ticks = (name, choices, ticked) => h("span", { class: "proposal-ticks" }, choices.map(({ value, text }) =>
  h("label", { class: "tick" }, h("input", { type: "checkbox", name, value: String(value), checked: ticked.includes(value), data: { key: `${name}:${value}` } }), text)));

/** @param {string} name @param {number} value @param {Record<string, any>} [limits] */
const number = (name, value, limits = {}) => h("input", { type: "number", name, required: true, min: 0, step: 1, value: String(value), data: { key: `set:${name}` }, ...limits });

/** @param {string} legend @param {...any} body */
const group = (legend, ...body) => h("fieldset", { class: "proposal-group" }, h("legend", {}, legend), body);

/**
 * @param {{settings: Settings | null, name: string, district: string[], year: number | null, window: {cmin: number, cmax: number}}} first what it begins with
 * @param {(data: Settings & {name: string}) => void} send @param {...any} more above the button
 */
export function proposalForm({ settings, name, district, year, window }, send, ...more) {
  const from = settings || { ...FIRST, ...window, years: [year || defaultYear()], districts: district };
  const years = [...new Set([...planYears().filter((each) => each >= defaultYear() - 1), ...from.years])].sort().map((each) => ({ value: each, text: String(each) }));
  const districts = (boot.districts || []).map((each) => ({ value: each.code, text: each.name }));
  const form = h("form", { class: "proposal-form", "aria-label": t("Settings of the proposal") },
    field(t("Name"), h("input", { name: "name", required: true, maxlength: 80, value: name, data: { key: "set:name" } })),
    group(t("Plan years"), ticks("years", years, from.years)),
    districts.length > 1 ? group(t("Street offices"), ticks("districts", districts, from.districts), h("small", { class: "low" }, t("None ticked: the whole county."))) : null,
    limitsPart(from), weightPart(from), more,
    h("p", { class: "proposal-send basket-actions" }, h("button", { class: "button primary", data: { key: "propose" } }, t("Propose bundles"))));
  form.addEventListener("submit", (/** @type {Event} */ event) => (event.preventDefault(), refuse(form) && send(asked(new FormData(form)))));
  form.addEventListener("change", (/** @type {any} */ event) => (event.target.setCustomValidity?.(""), event.target.name === "weight" && weighBy(form, event.target.value)));
  return form;
}

/** @param {Settings} from */
const limitsPart = ({ cmin, cmax, max_members: most, year_spread: spread }) => group(t("A bundle"), h("div", { class: "pair" },
  field(t("Cost from (10,000 yuan)"), number("cmin", cmin / WAN, { step: "any" })), field(t("to (10,000 yuan)"), number("cmax", cmax / WAN, { step: "any" })),
  field(t("Compounds at most"), number("max_members", most, { min: 1, max: MOST_MEMBERS })), field(t("Wished years apart, at most"), number("year_spread", spread, { max: 20 }))));

/** @param {Settings} from */
function weightPart({ weight, alpha, beta }) {
  const choice = ([code, text, words] = ["", "", ""]) => h("label", { class: "proposal-weight" }, h("input", { type: "radio", name: "weight", value: code, checked: code === weight, data: { key: `weight:${code}` } }), h("span", {}, text, h("small", { class: "low" }, words)));
  const unit = () => h("span", { class: "unit" }, unitOf(weight));
  return group(t("What it weighs"), weights().map(choice), h("div", { class: "pair" },
    field(t("α · worth of each compound taken in"), h("span", { class: "with-unit" }, number("alpha", alpha), unit())),
    field(t("β · cost of each tender"), h("span", { class: "with-unit" }, number("beta", beta), unit()))),
    h("small", { class: "low" }, t("A plan is worth its weight, plus α for each compound, less β for each bundle.")));
}

/** Another unit: what was as usual is so again. @param {HTMLFormElement} form @param {string} weight */
function weighBy(form, weight) {
  for (const each of form.querySelectorAll(".unit")) each.textContent = unitOf(weight);
  const alpha = /** @type {HTMLInputElement} */ (form.elements.namedItem("alpha"));
  if (Object.values(USUAL_ALPHA).includes(Number(alpha.value))) alpha.value = String(USUAL_ALPHA[weight]);
}

/** Says at the field what the browser cannot know; false where something is wrong. @param {HTMLFormElement} form */
function refuse(form) {
  const named = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.querySelector(`[name=${name}]`));
  const { years, cmin, cmax } = asked(new FormData(form));
  named("years").setCustomValidity(years.length ? "" : t("Choose at least one year."));
  named("cmax").setCustomValidity(cmin <= cmax ? "" : t("The upper limit lies below the lower."));
  return form.reportValidity();
}
