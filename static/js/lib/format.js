// @ts-check
// Figures as the county writes them: 万元, 万㎡, km; English in plain units.

/** @typedef {{value: string, unit: string}} Figure */

const MISSING = "—";

/** @param {unknown} value @returns {number | null} */
function number(value) {
  if (value === null || value === undefined || value === "") return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

// Making a format costs a hundred times what using it does.
const FORMATS = [0, 1, 2].map((digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** @param {number} value @param {0 | 1 | 2} digits */
const fixed = (value, digits) => FORMATS[digits].format(value);

/** Three leading digits, so that 0.31, 10.2 and 3,991 read alike. @param {number} value */
function short(value) {
  const size = Math.abs(value);
  return fixed(value, size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2);
}

/** @param {string} language */
export const isChinese = (language) => language.toLowerCase().startsWith("zh");

/** @param {unknown} value */
export function count(value) {
  const parsed = number(value);
  return parsed === null ? MISSING : fixed(parsed, 0);
}

/** @param {unknown} m2 @param {string} language @returns {Figure} */
export function area(m2, language) {
  const parsed = number(m2);
  if (parsed === null) return { value: MISSING, unit: "" };
  if (!isChinese(language)) return { value: fixed(parsed, 0), unit: "m²" };
  return { value: short(parsed / 1e4), unit: "万㎡" };
}

/** @param {unknown} cny @param {string} language @returns {Figure} */
export function money(cny, language) {
  const parsed = number(cny);
  if (parsed === null) return { value: MISSING, unit: "" };
  if (!isChinese(language)) return { value: short(parsed / 1e6), unit: "CNY m" };
  return { value: fixed(parsed / 1e4, 0), unit: "万元" };
}

/** @param {unknown} metres @returns {Figure} */
export function length(metres) {
  const parsed = number(metres);
  if (parsed === null) return { value: MISSING, unit: "" };
  return parsed < 999.5 ? { value: fixed(parsed, 0), unit: "m" } : { value: short(parsed / 1e3), unit: "km" };
}

/** @param {Figure} figure */
export const joined = ({ value, unit }) => (unit ? `${value} ${unit}` : value);

/** ①–⑧; nothing for a compound not yet surveyed. @param {number | null | undefined} stage */
export const circled = (stage) => (stage ? String.fromCodePoint(0x245f + stage) : "");
