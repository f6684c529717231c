// @ts-check
// The address bar and the view, each made from the other; the same in every language.

/** @type {Record<string, "list" | "text" | "year">} */
const PARTS = {
  stages: "list", eligibility: "list", classes: "list", owners: "list", layers: "list",
  district: "text", tool: "text", basket: "list", year: "year", bundle: "text", card: "text",
};

/** Readable in the address bar: what needs no escape there keeps none. @param {string} text */
const escape = (text) => encodeURIComponent(text).replace(/%(?:2F|3A|40)/g, decodeURIComponent);

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
  return {
    zoom: null, lat: null, lon: null, stages: [], eligibility: [], classes: [], owners: [], layers: [],
    district: "", tool: "", basket: [], year: null, bundle: "", card: "",
  };
}

/** @param {View} view @returns {string} with its question mark, or empty */
export function encode(view) {
  const pairs = [];
  if (view.zoom !== null && view.lat !== null && view.lon !== null) {
    pairs.push(`at=${view.zoom}/${view.lat.toFixed(5)}/${view.lon.toFixed(5)}`);
  }
  for (const [name, kind] of Object.entries(PARTS)) {
    const value = /** @type {any} */ (view)[name];
    if (kind === "list" && value.length) pairs.push(`${name}=${value.map(escape).join(",")}`);
    if (kind !== "list" && value) pairs.push(`${name}=${escape(String(value))}`);
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
  return /^\d{4}$/.test(raw) ? Number(raw) : null;
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
