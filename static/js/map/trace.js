// @ts-check
// Closes valves, lines and sources, and shows what these no longer feed.
import { replace } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { L } from "./leaflet.js";
import { reason } from "./notices.js";
import { PointTool } from "./point_tool.js";
import { featureKey } from "./paint_network.js";
import { toggled, traceUrl } from "./trace_closing.js";
import { summaryOf, traceParts } from "./trace_parts.js";

/** @typedef {import("./trace_parts.js").Trace} Trace */

// Before, lines of one look are drawn as one.
const SINGLE_LINES_FROM_ZOOM = 15;
const CUT = { color: "#a3005c", weight: 5, interactive: false };

/** @param {[number, number]} at longitude, latitude @returns {[number, number]} */
const turned = ([lon, lat]) => [lat, lon];

/** @param {any} page */
export const install = (page) => new TraceTool(page);

class TraceTool extends PointTool {
  /** @param {any} page */
  constructor(page) {
    super(page, t("Trace"));
    /** @type {string[]} */
    this.closed = [];
    this.abort = new AbortController();
  }

  open() {
    super.open();
    const { card } = this.page.state.view;
    this.shut([]);
    if (!/^(segment|node):\d+$/.test(card)) return;
    const drawn = [...this.page.network.drawn.values()].flatMap((tile) => tile.features).find((each) => featureKey(each) === card);
    if (!drawn || this.#isOwn(drawn)) this.shut([card]);
  }

  /** Whether the viewer may follow it; tells where not. @param {TileFeature} feature */
  #isOwn({ properties }) {
    const mayFollow = boot.user?.audience === "centre" || properties.own;
    if (!mayFollow) this.#say(t("Only your own network can be followed."));
    return mayFollow;
  }

  close() {
    this.abort.abort();
    super.close();
  }

  /** @param {any} latlng */
  picked(latlng) {
    const { map, network } = this.page;
    if (map.getZoom() < SINGLE_LINES_FROM_ZOOM) return this.#say(t("Zoom in until single lines show."));
    const found = network.pick(map, latlng);
    if (!found) return this.#say(t("No line and no valve here."));
    if (this.#isOwn(found)) this.shut(toggled(this.closed, featureKey(found)));
  }

  /** Asks what is cut off with just these closed. @param {string[]} closed */
  async shut(closed) {
    this.abort.abort();
    this.abort = new AbortController();
    if (!closed.length) return this.#begin();
    this.#say(t("Following the network…"));
    try {
      const trace = await getJson(traceUrl(closed), this.abort.signal);
      this.closed = closed;
      this.#show(trace);
    } catch (failed) {
      if (/** @type {any} */ (failed).name === "AbortError") return;
      const status = /** @type {any} */ (failed).status;
      this.#say(status === 404 ? t("Only your own network can be followed.") : reason(failed));
    }
  }

  #begin() {
    this.closed = [];
    this.drawn.clearLayers();
    replace(this.body);
    this.#say(t("Click a valve, a line or a source to close it, or move the cross with the arrow keys and press Enter."));
  }

  /** @param {string} words */
  #say(words) {
    this.said.textContent = words;
  }

  /** @param {Trace} trace */
  #show(trace) {
    const { drawn, renderer, page } = this;
    const lines = trace.cut.lines.map((line) => line.map(turned));
    drawn.clearLayers();
    L.polyline(lines, { ...CUT, color: "#ffffff", weight: 9, renderer }).addTo(drawn);
    L.polyline(lines, { ...CUT, renderer }).addTo(drawn);
    for (const { at, is_needed: isNeeded } of trace.isolation?.valves || []) this.#dot(at, isNeeded ? "#ffffff" : "#d6dde3", CUT.color);
    for (const { at } of trace.closed) this.#dot(at, "#b3261e", "#ffffff");
    this.#say(summaryOf(trace));
    replace(this.body, traceParts(trace, {
      open: (key) => this.shut(toggled(this.closed, key)),
      instead: (keys) => this.shut(keys),
      go: (at) => page.map.setView(turned(at), Math.max(17, page.map.getZoom())),
      compound: (code) => page.show([code]),
      all: () => page.map.fitBounds(drawn.getBounds(), this.free),
      clear: () => this.shut([]),
    }));
  }

  /** @param {[number, number]} at @param {string} fillColor @param {string} color */
  #dot(at, fillColor, color) {
    L.circleMarker(turned(at), { radius: 8, weight: 3, color, fillColor, fillOpacity: 1, interactive: false, renderer: this.renderer }).addTo(this.drawn);
  }
}
