// @ts-check
// How the rows of an import are drawn: by colour, and again by stroke, so that neither is needed alone.

/** @typedef {"added" | "changed" | "unchanged" | "gone" | "rejected"} Status */

/** From the ground up. @type {Status[]} */
export const STATUSES = ["unchanged", "gone", "added", "changed", "rejected"];

const LOOKS = /** @type {Record<Status, PathOptions>} */ ({
  added: { weight: 2.5, fillOpacity: 0.3 },
  changed: { weight: 2.5, dashArray: "9 5", fillOpacity: 0.12 },
  unchanged: { weight: 1.2, fillOpacity: 0.08 },
  gone: { weight: 2.5, dashArray: "1 6", lineCap: "round", fillOpacity: 0.02 },
  rejected: { weight: 4, dashArray: "14 3 3 3", fillOpacity: 0.22 },
});
const LIGHT = { added: "#12714a", changed: "#0b5cad", unchanged: "#7c8791", gone: "#17212b", rejected: "#b3261e" };
const DARK = { added: "#6fdca6", changed: "#7fb6f0", unchanged: "#8b97a2", gone: "#f2f5f7", rejected: "#ff9b93" };

/** @param {Status} status @param {boolean} dark */
export function look(status, dark) {
  const colour = (dark ? DARK : LIGHT)[status] || LIGHT.unchanged;
  return { ...LOOKS[status], color: colour, fillColor: colour, radius: status === "rejected" ? 6 : 4.5 };
}

/** Amber means selected and nothing else: black and white around it. */
export const RINGS = [
  { color: "#ffffff", weight: 10, opacity: 0.9, fill: false },
  { color: "#14202b", weight: 7, fill: false },
  { color: "#ffb000", weight: 4, fill: false },
];
