// @ts-check
// The page hands over its data and its words as JSON; see templates/maps/messages.html.
import { count } from "./format.js";

/** @param {string} id @returns {any} */
function embedded(id) {
  const element = typeof document === "undefined" ? null : document.getElementById(id);
  return element ? JSON.parse(element.textContent || "null") : null;
}

/** @type {Record<string, string>} */
const catalogue = embedded("messages") || {};

/** @type {Boot} */
export const boot = { urls: {}, can: {}, vocabulary: {}, ...embedded("boot") };

export const language = typeof document === "undefined" ? "en" : document.documentElement.lang || "zh-hans";

/**
 * @param {string} msgid English
 * @param {Record<string, string | number>} [values] for {placeholders}
 */
export function t(msgid, values = {}) {
  const text = catalogue[msgid] || msgid;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The label of a vocabulary code.
 * @param {keyof Vocabulary} kind @param {string | null | undefined} code
 */
export function label(kind, code) {
  const entry = (boot.vocabulary[kind] || []).find((each) => each.code === (code || ""));
  return entry ? entry.label : code || "";
}

/** @param {number} n */
export const compounds = (n) => (n === 1 ? t("1 compound") : t("{n} compounds", { n: count(n) }));
