// @ts-check
// Click a street: what lies across it, at which depth and how far from its axis.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { L } from "./leaflet.js";
import { reason } from "./notices.js";
import { PointTool } from "./point_tool.js";
import { drawing, exaggeration, table } from "./section_parts.js";

/** @typedef {import("./section_layout.js").Section} Section */

const CUT = { color: "#10151a", weight: 3, interactive: false };

/** @param {any} page */
export const install = (page) => new CrossSectionTool(page);

class CrossSectionTool extends PointTool {
  /** @param {any} page */
  constructor(page) {
    super(page, t("Cross-section"));
    this.panel.classList.add("is-wide");
    this.abort = new AbortController();
  }

  open() {
    super.open();
    replace(this.body);
    this.said.textContent = t("Click a street, or move the cross with the arrow keys and press Enter.");
  }

  close() {
    this.abort.abort();
    super.close();
  }

  /** @param {any} latlng */
  async picked({ lat, lng }) {
    this.abort.abort();
    this.abort = new AbortController();
    try {
      this.#show(await getJson(`/map/section.json?at=${lng.toFixed(7)},${lat.toFixed(7)}`, this.abort.signal));
    } catch (failed) {
      if (/** @type {any} */ (failed).name !== "AbortError") this.#clear(reason(failed));
    }
  }

  /** @param {string} words */
  #clear(words) {
    this.drawn.clearLayers();
    replace(this.body);
    this.said.textContent = words;
  }

  /** @param {any} section a Section, or nothing where nothing is */
  #show(section) {
    if (!section.cut) return this.#clear(t("There is no street here, and no line."));
    const { drawn, renderer } = this;
    const ends = /** @type {Section} */ (section).cut.map(([lon, lat]) => /** @type {[number, number]} */ ([lat, lon]));
    drawn.clearLayers();
    L.polyline(ends, { ...CUT, color: "#ffffff", weight: 7, renderer }).addTo(drawn);
    L.polyline(ends, { ...CUT, renderer }).addTo(drawn);
    const times = exaggeration(section).toFixed(1);
    this.said.textContent = section.street ? `${section.street} · ${t("lines: {n}", { n: section.lines.length })}` : t("Across the nearest line · lines: {n}", { n: section.lines.length });
    replace(this.body, drawing(section),
      h("p", { class: "low" }, t("Heights are drawn {times} times as large as widths; a depth is that of the top.", { times })),
      table(section, (/** @type {number} */ id) => this.page.open(`segment:${id}`)));
    this.page.map.panInside([section.axis[1], section.axis[0]], this.free);
  }
}
