// @ts-check
// All compounds of the filter that are like one of them in what is ticked.
import { filterQuery, isSet } from "../lib/filter.js";
import { h } from "../lib/elements.js";
import { boot, label, t } from "../lib/messages.js";
import { RequestFailed, getJson } from "./api.js";
import { ask } from "./asking.js";
import { take } from "./taking.js";

const COLUMNS = "code,name,stage,district,community,eligibility,cohort,year_built,owner_unit";
const AT_FIRST = ["stage", "district"];

/** @typedef {{field: string, text: string, value: any}} Likeness what a filter field must be */

/**
 * The filter narrowed further; null where it leaves nothing.
 * @param {Record<string, any>} view @param {Record<string, any>} likeness
 */
export function narrowed(view, likeness) {
  const both = { ...view };
  for (const [field, value] of Object.entries(likeness)) {
    const given = view[field];
    if (Array.isArray(value) && isSet(given) && !given.includes(value[0])) return null;
    if (field === "built_from") both[field] = Math.max(given ?? value, value);
    else if (field === "built_to") both[field] = Math.min(given ?? value, value);
    else if (field === "owner_unit" && given && !value.includes(given)) return null;
    else both[field] = value;
  }
  return both;
}

/** What a compound is like. @param {Record<string, any>} row of the table @returns {Likeness[]} */
function likenesses(row) {
  const district = (boot.districts || []).find((each) => each.name === row.district);
  const community = (/** @type {any} */ (boot).communities || []).find((/** @type {any} */ each) => each.name === row.community && (!district || each.district === district.code));
  const decade = row.year_built && Math.floor(row.year_built / 10) * 10;
  const all = [
    { field: "stage", text: `${t("Stage")}: ${label("stages", row.stage) || t("Not yet surveyed")}`, value: { stage: [row.stage || "none"] } },
    district && { field: "district", text: `${t("Street office")}: ${row.district}`, value: { district: [district.code] } },
    community && { field: "community", text: `${t("Community")}: ${row.community}`, value: { community: [community.code] } },
    row.cohort && { field: "cohort", text: `${t("Cohort")}: ${label("cohorts", row.cohort)}`, value: { cohort: [row.cohort] } },
    row.eligibility && { field: "eligibility", text: `${t("Scope of renovation")}: ${label("eligibility", row.eligibility)}`, value: { eligibility: [row.eligibility] } },
    row.owner_unit && { field: "owner_unit", text: `${t("Owner unit")}: ${row.owner_unit}`, value: { owner_unit: row.owner_unit } },
    decade && { field: "decade", text: t("Completed {from}–{to}", { from: decade, to: decade + 9 }), value: { built_from: decade, built_to: decade + 9 } },
  ];
  return /** @type {Likeness[]} */ (all.filter(Boolean));
}

/** The row of one compound as of the day shown. @param {string} code @param {any} view */
async function rowOf(code, { date, known }) {
  const query = filterQuery({ text: code, date, known });
  const { columns, rows } = await getJson(`/map/table/compounds.json?${query}&columns=${COLUMNS}`);
  const keys = columns.map((/** @type {{key: string}} */ each) => each.key);
  const named = rows.map((/** @type {any[]} */ row) => Object.fromEntries(row.map((cell, i) => [keys[i], cell])));
  const found = named.find((/** @type {any} */ row) => row.code === code);
  if (!found) throw new RequestFailed(404, null);
  return found;
}

/** @param {any} page */
export function install(page) {
  return { open: () => open(page) };
}

/** @param {any} page */
async function open(page) {
  const { card, basket } = page.state.view;
  const code = card.startsWith("compound:") ? card.slice(9) : basket[basket.length - 1];
  if (!code) return page.notices.say(t("First open or select the compound that the others shall be like."), "bad");
  const row = await rowOf(code, page.state.view);
  const all = likenesses(row);
  const box = (/** @type {Likeness} */ each) => h("label", { class: "tick" }, h("input", { type: "checkbox", name: "like", value: each.field, checked: AT_FIRST.includes(each.field) }), each.text);
  ask({
    title: t("All like {name}", { name: row.name }), action: t("Select"),
    body: [h("p", { class: "low" }, t("Among those that the filter shows.")), all.map(box),
      h("label", { class: "tick apart" }, h("input", { type: "checkbox", name: "add" }), t("Add to the selection"))],
    send: async (data) => {
      const ticked = all.filter((each) => data.getAll("like").includes(each.field));
      await select(page, Object.assign({}, ...ticked.map((each) => each.value)), data.has("add"));
    },
  });
}

/** @param {any} page @param {Record<string, any>} likeness @param {boolean} adds */
async function select(page, likeness, adds) {
  const view = narrowed(page.state.view, likeness);
  if (!view) throw new RequestFailed(422, { error: t("The filter does not show this compound itself; widen the filter first.") });
  const { codes, totals } = await getJson(`/map/summary.json?${filterQuery(view)}`);
  if (!codes) throw new RequestFailed(422, { error: t("{n} compounds are like it, too many to select; tick more.", { n: totals.compounds }) });
  take(page, codes, adds ? "add" : "new");
}
