// @ts-check
// The address bar and the view, each made from the other; the same in every language.

import { FILTER_FIELDS, isSet, written } from "./filter.js";

/** @type {Record<string, "list" | "text" | "number" | "year" | "day" | "shares">} */
const PARTS = {
  ...FILTER_FIELDS, against: "day", layers: "list", order: "list", opacity: "shares", base: "text",
  tool: "text", basket: "list", year: "year", bundle: "text", card: "text", gap_m: "number", ignore: "list", because: "text", proposal: "number",
};
/** @type {Record<string, any>} */
const EMPTY = { list: [], text: "", number: null, year: null, day: "", shares: {} };

/** @param {string} text */
function unescape(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, " "));
  } catch {
    return "";
  }
}

/** @returns {View} */
export function emptyView() {
  const parts = Object.entries(PARTS).map(([name, kind]) => [name, structuredClone(EMPTY[kind])]);
  return /** @type {any} */ ({ zoom: null, lat: null, lon: null, ...Object.fromEntries(parts) });
}

/** @param {View} view @returns {string} with its question mark, or empty */
export function encode(view) {
  const pairs = [];
  if (view.zoom !== null && view.lat !== null && view.lon !== null) {
    pairs.push(`at=${view.zoom}/${view.lat.toFixed(5)}/${view.lon.toFixed(5)}`);
  }
  for (const [name, kind] of Object.entries(PARTS)) {
    const value = /** @type {any} */ (view)[name];
    const parts = kind === "shares" ? Object.entries(value).map((pair) => pair.join(":")) : value;
    if (isSet(parts)) pairs.push(`${name}=${written(parts)}`);
  }
  return pairs.length ? `?${pairs.join("&")}` : "";
}

/** @param {string} text @returns {Partial<View>} */
function position(text) {
  const [zoom, lat, lon] = text.split("/").map(Number);
  const sound = Number.isInteger(zoom) && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sound ? { zoom, lat, lon } : {};
}

/** @param {string} kind @param {string} raw */
function decoded(kind, raw) {
  if (kind === "list") return [...new Set(raw.split(",").map(unescape).filter(Boolean))];
  if (kind === "text") return unescape(raw);
  if (kind === "day") return /^\d{4}-\d\d-\d\d$/.test(raw) ? raw : "";
  if (kind === "shares") return shares(raw);
  if (kind === "year") return /^\d{4}$/.test(raw) ? Number(raw) : null;
  return /^\d{1,12}(\.\d{1,2})?$/.test(raw) ? Number(raw) : null;
}

/** name:percent, … @param {string} raw */
function shares(raw) {
  const pairs = raw.split(",").map((pair) => unescape(pair).split(":"));
  const sound = pairs.filter(([name, percent]) => /^[a-z]+$/.test(name) && /^\d{1,3}$/.test(percent) && Number(percent) <= 100);
  return Object.fromEntries(sound.map(([name, percent]) => [name, Number(percent)]));
}

/** @param {string} search @returns {View} what is not understood is left out */
export function decode(search) {
  const view = emptyView();
  for (const pair of search.replace(/^\?/, "").split("&")) {
    const [name, raw = ""] = pair.split("=", 2);
    if (name === "at") Object.assign(view, position(unescape(raw)));
    else if (Object.hasOwn(PARTS, name)) /** @type {any} */ (view)[name] = decoded(PARTS[name], raw);
  }
  return view;
}
