// @ts-check
// Class and size beside pipes and cables, along the line, none over another. Loaded where there is room for them.
import { h } from "../lib/elements.js";
import { places, roomFor, wording } from "./label_places.js";
import { L } from "./leaflet.js";
import { palette } from "./paint_ground.js";

const FONT = "600 11px sans-serif";
const TALL_PX = 13;

/** @typedef {import("./label_places.js").Label} Label */

/** Writes on one canvas over the view, again after every move. */
class NetworkLabels {
  /** @param {any} page */
  constructor({ map, network, labels }) {
    Object.assign(this, { map, network, labels });
    this.canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { class: "network-labels", "aria-hidden": "true" }));
    map.getPane("labels")?.prepend(this.canvas);
  }

  clear() {
    this.canvas.width = 0;
  }

  draw() {
    const { map, labels } = /** @type {any} */ (this);
    const ctx = this.#blank();
    ctx.font = FONT;
    const corner = map.containerPointToLayerPoint([0, 0]);
    const boxes = labels.placed.map((/** @type {any} */ each) => ({ ...each, x: each.x - corner.x, y: each.y - corner.y }));
    /** @type {import("./label_places.js").Room[]} */
    const taken = [];
    const written = new Set();
    for (const label of this.#wanted(ctx)) {
      const room = written.has(label.feature) ? null : roomFor(label, TALL_PX, boxes, taken);
      if (!room) continue;
      taken.push(room);
      written.add(label.feature);
      this.#write(ctx, label);
    }
  }

  /** @returns {CanvasRenderingContext2D} of the size of the view */
  #blank() {
    const { map } = /** @type {any} */ (this);
    const { x, y } = map.getSize();
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    Object.assign(this.canvas, { width: Math.round(x * ratio), height: Math.round(y * ratio) });
    Object.assign(this.canvas.style, { width: `${x}px`, height: `${y}px` });
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    return ctx;
  }

  /** Where a label may stand in the view, those of the largest pipes first. @param {CanvasRenderingContext2D} ctx @returns {Label[]} */
  #wanted(ctx) {
    const { map, network } = /** @type {any} */ (this);
    const { min, max } = map.getPixelBounds();
    const zoom = map.getZoom();
    /** @type {Map<string, number>} */
    const widths = new Map();
    /** @type {Label[]} */
    const labels = [];
    for (const { coords, features } of network.drawn.values()) {
      const [west, north] = [coords.x * 256 - min.x, coords.y * 256 - min.y];
      if (coords.z !== zoom || west < -256 || north < -256 || west > max.x - min.x || north > max.y - min.y) continue;
      for (const feature of features.filter(network.isLabelled)) {
        const text = wording(feature.properties);
        const width = widths.get(text) ?? ctx.measureText(text).width;
        widths.set(text, width);
        labels.push(...places(feature, width).map((place) => ({ ...place, x: place.x + west, y: place.y + north, text, feature })));
      }
    }
    return labels.sort((a, b) => a.turn - b.turn || (b.feature.properties.diameter_mm || 0) - (a.feature.properties.diameter_mm || 0));
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Label} label */
  #write(ctx, { x, y, angle, text }) {
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: palette().casing });
    ctx.strokeText(text, 0, 0);
    ctx.fillStyle = palette().text;
    ctx.fillText(text, 0, 0);
    ctx.restore();
  }
}

/** @param {any} page */
export const install = (page) => new NetworkLabels(page);
