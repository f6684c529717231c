// @ts-check
// Draws a chart into its box; ECharts is fetched with the first one that comes into sight.

import { colours } from "./colours.js";
import { CHARTS } from "./options.js";

/** @typedef {import("./options.js").Figures} Figures */

// A name of the import map: written into import() itself, collectstatic would look for a file of that name.
const ECHARTS = "echarts";

/** @type {Promise<any> | null} */
let library = null;

/** @returns {Promise<any>} */
function echarts() {
  library ??= import(ECHARTS);
  return library;
}

/** One chart of the page: the box says which by data-chart, its letters by their size. */
export class Chart {
  /** @param {HTMLElement} box @param {Figures} figures */
  constructor(box, figures) {
    this.box = box;
    this.figures = figures;
    this.drawing = null;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.start();
    }, { rootMargin: "300px" });
    seen.observe(box);
  }

  async start() {
    const { init } = await echarts();
    this.drawing = init(this.box, null, { renderer: "canvas" });
    new ResizeObserver(() => this.#fit()).observe(this.box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.draw();
  }

  /** Letters follow the screen as the box does. */
  #fit() {
    this.drawing.resize();
    this.draw();
  }

  /** @param {Figures} [figures] */
  draw(figures = this.figures) {
    this.figures = figures;
    if (!this.drawing) return;
    const size = Math.round(parseFloat(getComputedStyle(this.box).fontSize));
    const option = CHARTS[/** @type {keyof typeof CHARTS} */ (this.box.dataset.chart)];
    this.drawing.setOption(option(figures, colours(this.box), size, this.box.dataset.by), true);
  }
}
