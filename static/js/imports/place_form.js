// @ts-check
// The fields of the place form, read and filled.
import { byId } from "../lib/elements.js";
import { placeOf } from "./place_choice.js";

/** @typedef {import("./place_choice.js").Fields} Fields */

/** @param {HTMLFormElement} form @param {string} name @returns {any} */
const field = (form, name) => form.elements.namedItem(name);

/** @param {HTMLFormElement} form @param {number[][]} points @returns {Fields} */
export function read(form, points) {
  const value = (/** @type {string} */ name) => field(form, name).value;
  return {
    way: value("way"), listed: value("listed"), typed: value("typed"), shift: value("which_shift"), shifted: value("shifted"),
    grid: value("grid"), unit: value("unit"), swapped: field(form, "swapped").checked, points,
    tolerance_m: Number(value("tolerance_m")) || 0.5,
  };
}

/** @param {HTMLFormElement} form @param {Fields} fields */
export function fill(form, fields) {
  const values = { way: fields.way, listed: fields.listed, typed: fields.typed, which_shift: fields.shift, shifted: fields.shifted, grid: fields.grid, unit: fields.unit, tolerance_m: String(fields.tolerance_m) };
  for (const [name, value] of Object.entries(values)) field(form, name).value = value;
  field(form, "swapped").checked = fields.swapped;
}

/** Writes the place into the fields that are sent. @param {HTMLFormElement} form @param {Fields} fields */
export function write(form, fields) {
  const place = placeOf(fields);
  field(form, "crs").value = place.crs;
  field(form, "shift").value = place.shift;
  field(form, "points").value = JSON.stringify(place.points);
}

/** Shows what belongs to the chosen way. @param {HTMLFormElement} form @param {Fields} fields */
export function open(form, { way, listed }) {
  for (const part of form.querySelectorAll("[data-way]")) /** @type {HTMLElement} */ (part).hidden = part.getAttribute("data-way") !== way;
  byId("typed-field").hidden = listed !== "other";
}
