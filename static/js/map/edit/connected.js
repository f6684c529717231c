// @ts-check
// The question that a reshaped line asks: what becomes of what hangs on it.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { L } from "../leaflet.js";

const LOOK = { color: "#8a2be2", weight: 4, opacity: 0.9, dashArray: "6 5", radius: 7, fill: false, interactive: false, className: "would-follow", pmIgnore: true };

/**
 * Draws where all of it would go, and asks.
 * @param {{lines: number, nodes: number, left: number, farthest_m: number, shapes: any[]}} connected
 * @param {any} marks layer of what belongs to the question @param {(choice: string) => void} choose
 */
export function question({ lines, nodes, left, farthest_m: far, shapes }, marks, choose) {
  const options = /** @type {any} */ ({ style: LOOK, pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) => L.circleMarker(at, LOOK) });
  for (const shape of shapes) marks.addLayer(L.geoJSON(shape, options));
  const follow = lines + nodes > 0;
  const button = (/** @type {string} */ text, /** @type {string} */ choice, kind = "") => h("button", { type: "button", class: `button ${kind}`, on: { click: () => choose(choice) } }, text);
  return h("section", { class: "edit-conflict connected", role: "alert" },
    h("h3", {}, t("What is connected here?")),
    follow ? h("p", {}, t("Your lines that meet it: {lines}; valves and other points: {nodes}. Taken along, they move by up to {n} m, to where they are drawn dashed.", { lines, nodes, n: far })) : null,
    left ? h("p", {}, t("Lines on which it ended: {n}. They stay where they are; it will no longer meet them.", { n: left })) : null,
    h("div", { class: "edit-actions" }, follow ? button(t("Take them along"), "move", "primary") : null,
      button(follow ? t("Leave them where they are") : t("Save it so"), "leave")));
}
