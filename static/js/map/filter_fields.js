// @ts-check
// The fields of the filter as they are asked for and told: by topic, with the words of their codes.
import { NONE, isSet } from "../lib/filter.js";
import { boot, t } from "../lib/messages.js";

/** @typedef {{code: string, label: string}} Option */
/**
 * @typedef {object} Field
 * @property {string} title
 * @property {string[]} names of the address: one, or the two ends of a range
 * @property {"text" | "codes" | "range"} kind
 * @property {Option[]} [options]
 * @property {string} [unit]
 */

const OPEN_AUDIENCES = ["public", "admin"];

/** Officials filter by what is not public, too. */
const isOfficial = () => !!boot.user && !OPEN_AUDIENCES.includes(boot.user.audience);

/** @param {Option[] | {code: string, name: string}[] | undefined} entries @returns {Option[]} */
const options = (entries) => (entries || []).map((/** @type {any} */ { code, label, name }) => ({ code: code || NONE, label: label || name }));

/** @param {string} label @returns {Option} */
const none = (label) => ({ code: NONE, label });

/** @returns {Option[]} each criterion as what excludes, and as what is still open */
function reasons() {
  const criteria = boot.vocabulary.criteria || [];
  return [
    ...criteria.map(({ code, label }) => ({ code: `not:${code}`, label: t("Excluded by: {criterion}", { criterion: label }) })),
    ...criteria.map(({ code, label }) => ({ code: `open:${code}`, label: t("Not yet judged: {criterion}", { criterion: label }) })),
  ];
}

/** @returns {Field[]} */
function open() {
  const { stages } = boot.vocabulary;
  return [
    { title: t("Name or code"), names: ["text"], kind: "text" },
    { title: t("Street office"), names: ["district"], kind: "codes", options: [...options(boot.districts), none(t("In none"))] },
    { title: t("Community"), names: ["community"], kind: "codes", options: [...options(boot.communities), none(t("In none"))] },
    { title: t("Renovation stage"), names: ["stage"], kind: "codes", options: [none(t("Not yet surveyed")), ...options(stages)] },
  ];
}

/** @returns {Field[]} */
function official() {
  const { eligibility, cohorts, tiers } = boot.vocabulary;
  const years = (boot.plan_years || []).map((year) => ({ code: String(year), label: String(year) }));
  return [
    { title: t("Scope of renovation"), names: ["eligibility"], kind: "codes", options: options(eligibility) },
    { title: t("Reason"), names: ["reason"], kind: "codes", options: reasons() },
    { title: t("Cohort"), names: ["cohort"], kind: "codes", options: options(cohorts) },
    { title: t("Completed"), names: ["built_from", "built_to"], kind: "range" },
    { title: t("Plan year"), names: ["plan_year"], kind: "codes", options: [...years, none(t("In no plan"))] },
    { title: t("Kind of renovation"), names: ["tier"], kind: "codes", options: [...options(tiers), none(t("Not on record"))] },
    { title: t("Owner unit"), names: ["owner_unit"], kind: "text" },
    { title: t("Estimate"), names: ["estimate_from", "estimate_to"], kind: "range", unit: "CNY" },
    { title: t("Households"), names: ["households_from", "households_to"], kind: "range" },
  ];
}

/** @returns {Field[]} */
function ofLines() {
  const { network_classes, placements, accuracies, statuses } = boot.vocabulary;
  const owners = (boot.organisations || []).filter(({ network_classes: laid }) => laid?.length);
  return [
    { title: t("Class"), names: ["class"], kind: "codes", options: options(network_classes) },
    { title: t("Sub-class"), names: ["sub_class"], kind: "text" },
    { title: t("Right-holder"), names: ["owner"], kind: "codes", options: [...options(owners), none(t("Not on record"))] },
    { title: t("Manager"), names: ["manager"], kind: "codes", options: [...options(owners), none(t("Not on record"))] },
    { title: t("Laying"), names: ["placement"], kind: "codes", options: options(placements) },
    { title: t("Laid in"), names: ["laid_from", "laid_to"], kind: "range" },
    { title: t("Material"), names: ["material"], kind: "text" },
    { title: t("Accuracy"), names: ["accuracy"], kind: "codes", options: options(accuracies) },
    { title: t("Status"), names: ["status"], kind: "codes", options: options(statuses) },
  ];
}

/** @returns {{title: string, fields: Field[]}[]} those the viewer may ask for */
export function groups() {
  const compounds = [...open(), ...(isOfficial() ? official() : [])];
  const lines = boot.can.network ? [{ title: t("Pipes and cables"), fields: ofLines() }] : [];
  return [{ title: t("Old compounds"), fields: compounds }, ...lines];
}

/** @param {Field} field @param {Record<string, any>} view */
export const isActive = ({ names }, view) => names.some((name) => isSet(view[name]));

/** What a field asks for, in words. @param {Field} field @param {Record<string, any>} view */
export function told({ names, kind, options: all = [], unit }, view) {
  if (kind === "text") return `“${view[names[0]]}”`;
  if (kind === "range") {
    const [from, to] = names.map((name) => view[name]);
    return [from ?? "", "–", to ?? "", unit ? ` ${unit}` : ""].join("");
  }
  const codes = view[names[0]];
  if (codes.join() === "-") return t("Nothing");
  const words = codes.map((/** @type {string} */ code) => all.find((each) => each.code === code)?.label || code);
  return words.length > 2 ? t("{first} and {n} more", { first: words[0], n: words.length - 1 }) : words.join(", ");
}

/** The view without these fields. @param {Field[]} fields @param {Record<string, any>} view */
export function without(fields, view) {
  const names = fields.flatMap((field) => field.names);
  return Object.fromEntries(names.map((name) => [name, Array.isArray(view[name]) ? [] : typeof view[name] === "string" ? "" : null]));
}

/** A list with one of its codes chosen or not; nothing chosen asks for everything. @param {string[]} list @param {string} code @param {boolean} present */
export function chosen(list, code, present) {
  const rest = list.filter((each) => each !== code && each !== "-");
  return present ? [...rest, code] : rest;
}
