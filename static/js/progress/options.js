// @ts-check
// What ECharts is told to draw; plain data, so that node can test it.

import { t } from "../lib/messages.js";

/** @typedef {import("./colours.js").Colours} Colours */
/** @typedef {{day: string, started: number | null, renovated: number | null, needed: number | null, started_query?: string | null, renovated_query?: string | null}} Point */
/** @typedef {{compounds: number, households?: number, query: string}} Tally */
/** @typedef {{district: string, district_name: string, is_whole: boolean, cells: Tally[], total: Tally}} Line */
/** @typedef {{burn_up: {points: Point[]}, matrix: Line[], stages: {number: number, label: string}[], is_official: boolean} & Record<string, any>} Figures */

/** @param {Colours} colours @param {number} size of the letters, px */
function text(colours, size) {
  return { color: colours.ink, fontFamily: colours.font, fontSize: size };
}

/** @param {Colours} colours @param {number} size */
function frame(colours, size) {
  return {
    animation: false,
    textStyle: text(colours, size),
    grid: { left: size * 1.5, right: size * 3, top: size * 3, bottom: 8, containLabel: true },
    legend: { type: "scroll", top: 0, pageTextStyle: text(colours, size), pageIconColor: colours.ink, pageIconInactiveColor: colours.line, textStyle: text(colours, size), itemHeight: size, itemWidth: size * 1.6 },
    // The page's security policy refuses the inline styles of tooltips made of HTML.
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: colours.panel, borderColor: colours.line, textStyle: text(colours, size) },
  };
}

/** @param {Colours} colours @param {number} size */
const axis = (colours, size) => ({
  axisLabel: { color: colours.low, fontSize: size, fontFamily: colours.font },
  axisLine: { lineStyle: { color: colours.low } },
  splitLine: { lineStyle: { color: colours.line } },
});

/** @param {Figures} figures @param {Colours} colours @param {number} [size] */
export function burnUp(figures, colours, size = 12) {
  const points = figures.burn_up.points;
  /** @param {"started" | "renovated" | "needed"} name @param {string} label @param {string} color @param {any} [more] */
  const series = (name, label, color, more = {}) => ({
    name: label, type: "line", symbol: "none", data: points.map((point) => point[name]),
    itemStyle: { color }, lineStyle: { color, width: 2.5, ...more },
  });
  const lines = [series("renovated", t("Renovated"), colours.renovated), series("started", t("Started"), colours.started)];
  if (figures.is_official) lines.push(series("needed", t("Needed"), colours.low, { type: "dashed", width: 2 }));
  return {
    ...frame(colours, size),
    xAxis: { type: "category", boundaryGap: false, data: points.map((point) => point.day), ...axis(colours, size), splitLine: { show: false } },
    yAxis: { type: "value", minInterval: 1, ...axis(colours, size) },
    series: lines,
  };
}

/**
 * Districts, each a bar of its stages.
 * @param {Figures} figures @param {Colours} colours @param {number} [size] @param {string} [by] compounds or households
 */
export function stages(figures, colours, size = 12, by = "compounds") {
  const districts = figures.matrix.filter((line) => line.is_whole).reverse();
  return {
    ...frame(colours, size),
    tooltip: { ...frame(colours, size).tooltip, axisPointer: { type: "none" } },
    xAxis: { type: "value", minInterval: 1, ...axis(colours, size) },
    yAxis: { type: "category", data: districts.map((line) => line.district_name), ...axis(colours, size) },
    series: figures.stages.map((stage) => ({
      name: stage.number ? `${stage.number} ${stage.label}` : stage.label,
      type: "bar", stack: "stages", barMaxWidth: size * 2.6,
      itemStyle: { color: stage.number ? colours.stages[stage.number] : colours.panel, borderColor: colours.low, borderWidth: 0.5, borderType: stage.number ? "solid" : "dashed" },
      data: districts.map((line) => line.cells[stage.number][/** @type {"compounds"} */ (by)]),
    })),
  };
}

export const CHARTS = { burn_up: burnUp, stages };
