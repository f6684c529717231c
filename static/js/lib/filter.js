// @ts-check
// The one filter as the address tells it. Of a list [] is everything and ["-"] nothing.

/** @typedef {"list" | "text" | "number" | "day"} FilterKind */

/** @type {Record<string, FilterKind>} fields of compounds, under the names of the address */
export const COMPOUND_FIELDS = {
  text: "text", district: "list", community: "list", stage: "list", eligibility: "list", reason: "list", cohort: "list",
  built_from: "number", built_to: "number", plan_year: "list", tier: "list", owner_unit: "text",
  estimate_from: "number", estimate_to: "number", households_from: "number", households_to: "number",
  date: "day", known: "day",
};

/** @type {Record<string, FilterKind>} fields of pipes and cables */
export const LINE_FIELDS = {
  class: "list", sub_class: "text", owner: "list", manager: "list", placement: "list", laid_from: "number", laid_to: "number", material: "text",
  accuracy: "list", status: "list",
};

/** @type {Record<string, FilterKind>} */
export const FILTER_FIELDS = { ...COMPOUND_FIELDS, ...LINE_FIELDS };

/** How a list names what is not on record. */
export const NONE = "none";
export const NOTHING = "-";

/** @param {string[]} list @param {string} code */
export const isWanted = (list, code) => !list.length || list.includes(code);

/**
 * A list after some of its codes were switched on or off.
 * @param {string[]} list @param {string[]} codes switched @param {string[]} all there are @param {boolean} present
 */
export function switched(list, codes, all, present) {
  const shown = new Set(list.length ? list.filter((code) => code !== NOTHING) : all);
  for (const code of codes) present ? shown.add(code) : shown.delete(code);
  if (!shown.size) return [NOTHING];
  return all.every((code) => shown.has(code)) ? [] : [...shown];
}

/** Readable in the address bar: what needs no escape there keeps none. @param {string} text */
export const escape = (text) => encodeURIComponent(text).replace(/%(?:2F|3A|40)/g, decodeURIComponent);

/** @param {any} value a string, a number or a list */
export const written = (value) => (Array.isArray(value) ? value.map(escape).join(",") : escape(String(value)));

/** @param {any} value */
export const isSet = (value) => (Array.isArray(value) ? value.length > 0 : value !== "" && value !== null && value !== undefined);

/** The filter of a view as a query string, empty where it asks for everything. @param {Record<string, any>} view @param {Record<string, FilterKind>} [fields] */
export function filterQuery(view, fields = FILTER_FIELDS) {
  return Object.keys(fields).filter((name) => isSet(view[name])).map((name) => `${name}=${written(view[name])}`).join("&");
}
