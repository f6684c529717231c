// @ts-check
// The drawing of a cross-section, and its table.
import { h, svg } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { WIDTH, heading, layout, ticks } from "./section_layout.js";
import { CLASS_LOOKS } from "./styles.js";

/** @typedef {import("./section_layout.js").Section} Section */
/** @typedef {import("./section_layout.js").Mark} Mark */
/** @typedef {ReturnType<typeof layout>} Layout */

const NOT_KNOWN = "—";
const directions = () => [t("north"), t("north-east"), t("east"), t("south-east"), t("south"), t("south-west"), t("west"), t("north-west")];

/** @param {number} value m */
const metres = (value) => `${Math.abs(value).toFixed(1)} m`;

/** @param {Section} section */
export function drawing(section) {
  const placed = layout(section);
  const words = t("Cross-section of {street}; lines from left to right as in the table: {n}", { street: section.street || t("the ground"), n: section.lines.length });
  return svg("svg", { class: "section-drawing", viewBox: `0 0 ${WIDTH} ${placed.height}`, role: "img", "aria-label": words },
    ground(section, placed), axes(section, placed), placed.marks.map((each) => mark(each, placed.ground)));
}

/** @param {Section} section @param {Layout} placed */
function ground({ width_m: width }, { x, ground: level, half, bottom }) {
  const [left, right] = [x(-half), x(half)];
  return svg("g", {}, svg("rect", { x: left, y: level, width: right - left, height: bottom - level, fill: "#f3eee6" }),
    width ? svg("rect", { x: x(-Math.min(width / 2, half)), y: level, width: x(Math.min(width / 2, half)) - x(-Math.min(width / 2, half)), height: 6, fill: "#aeb7bf" }) : null,
    svg("line", { x1: left, x2: right, y1: level, y2: level, stroke: "#17212b", "stroke-width": 1.5 }));
}

/** @param {Section} section @param {Layout} placed */
function axes({ cut }, { x, y, ground: level, half, deep, bottom, height, hasUnknown }) {
  const [toRight, words] = [heading(cut), directions()];
  const text = (/** @type {number} */ at, /** @type {number} */ down, /** @type {string} */ said, anchor = "middle") => svg("text", { x: at, y: down, "text-anchor": anchor }, said);
  return svg("g", { class: "axis" },
    svg("line", { x1: x(0), x2: x(0), y1: level - 14, y2: bottom, stroke: "#8a98a5", "stroke-dasharray": "6 3 1 3" }),
    ticks(0, deep, 6).map((depth) => [svg("line", { x1: x(-half), x2: x(half), y1: y(depth), y2: y(depth), stroke: "#d6dde3" }), text(x(-half) - 5, y(depth) + 4, `${depth} m`, "end")]),
    ticks(-half, half, 9).map((offset) => text(x(offset), height - 7, metres(offset).replace(".0", ""))),
    text(x(-half), 16, `← ${words[(toRight + 4) % 8]}`, "start"), text(x(half), 16, `${words[toRight]} →`, "end"), text(x(0), 16, t("axis")),
    hasUnknown ? text(x(-half), bottom + 40, t("Depth not on record, or not yours to see"), "start") : null);
}

/** @param {Mark} mark @param {number} ground */
function mark({ number, line, x, y, radius, where, labelY }, ground) {
  const { colour } = CLASS_LOOKS[line.network_class] || CLASS_LOOKS.QT;
  const hollow = where === "unknown";
  return svg("g", { data: { line: String(line.id), where } },
    where === "overhead" ? svg("line", { x1: x, x2: x, y1: y, y2: ground, stroke: colour, "stroke-width": 1, "stroke-dasharray": "2 3" }) : null,
    svg("circle", { cx: x, cy: y, r: radius, fill: hollow ? "#fff" : colour, stroke: hollow ? colour : "#fff", "stroke-width": hollow ? 2 : 1.2, "stroke-dasharray": hollow ? "3 2" : null }),
    line.is_precaution ? svg("circle", { cx: x, cy: y, r: radius + 3, fill: "none", stroke: "#b3261e", "stroke-width": 1.5 }) : null,
    svg("text", { x, y: labelY, "text-anchor": "middle" }, String(number)));
}

/** @param {Section} section @param {(id: number) => void} open */
export function table({ lines, cut }, open) {
  if (!lines.length) return h("p", { class: "low" }, t("No line that you may see crosses here."));
  const words = directions();
  /** @param {number} offset */
  const side = (offset) => (Math.abs(offset) < 0.05 ? t("axis") : `${metres(offset)} ${words[(heading(cut) + (offset < 0 ? 4 : 0)) % 8]}`);
  const head = ["", t("Line"), t("From the axis"), t("Depth of top"), t("Diameter")];
  const row = (/** @type {any} */ line, /** @type {number} */ i) => h("tr", {},
    h("th", { scope: "row" }, h("button", { type: "button", class: "plain-link", "aria-label": t("Open the card of line {n}", { n: i + 1 }), on: { click: () => open(line.id) } }, String(i + 1))),
    h("td", {}, line.class_label, h("small", { class: "low" }, [line.owner || t("Owner not on record"), line.placement_label, line.material].filter(Boolean).join(" · "))),
    [side(line.offset_m), line.depth_m === null ? NOT_KNOWN : `${line.depth_m.toFixed(2)} m`, line.diameter_mm === null ? NOT_KNOWN : `${line.diameter_mm} mm`].map((cell) => h("td", {}, cell)));
  return h("div", { class: "section-scroll scroll", tabindex: "0", role: "region", "aria-label": t("Lines crossed") },
    h("table", { class: "answer-table of-lines" }, h("thead", {}, h("tr", {}, head.map((word) => h("th", { scope: "col" }, word)))), h("tbody", {}, lines.map(row))));
}

/** How far heights are drawn out. @param {Section} section */
export function exaggeration(section) {
  return layout(section).exaggeration;
}
