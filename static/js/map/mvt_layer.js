// @ts-check
// Vector tiles on our own canvas: fetched once, drawn again whenever the filter or the selection changes.
import { nearest } from "../lib/geometry.js";
import { features } from "../lib/tile.js";
import { getBytes } from "./api.js";
import { L } from "./leaflet.js";

const SIZE = 256;
const PICK_PX = 7;

/**
 * @typedef {object} Drawn
 * @property {any} coords
 * @property {HTMLCanvasElement} canvas
 * @property {TileFeature[]} features
 * @property {AbortController} abort
 */

/**
 * @typedef {object} Source
 * @property {string} layers comma list as the tile address wants it
 * @property {number} minZoom nothing is asked below
 * @property {() => string} [query] the part of the filter that the server applies
 * @property {(ctx: CanvasRenderingContext2D, tile: Drawn, size: number) => void} paint
 * @property {(features: TileFeature[], zoom: number) => void} [prepare] once per tile, before it is drawn
 * @property {(feature: TileFeature) => boolean} [isPicked] may be hit by the pointer
 */

/** A Leaflet grid layer over /tiles/. */
export class MvtLayer extends L.GridLayer {
  /** @param {Source} source @param {Record<string, any>} options */
  constructor(source, options) {
    super({ tileSize: SIZE, updateWhenZooming: false, keepBuffer: 1, ...options });
    this.source = source;
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map();
    this.frame = 0;
    this.on("tileunload", (/** @type {any} */ event) => this.#forget(event.coords));
  }

  /** @param {any} coords @param {(error: any, tile: any) => void} done */
  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    canvas.width = canvas.height = Math.round(SIZE * ratio);
    const tile = { coords, canvas, features: [], abort: new AbortController() };
    this.drawn.set(key(coords), tile);
    if (coords.z < this.source.minZoom) setTimeout(() => done(null, canvas));
    // What is aborted is being asked anew; as an error it would stay hidden for good.
    else this.#load(tile).then(() => done(null, canvas), (error) => done(error?.name === "AbortError" ? null : error, canvas));
    return canvas;
  }

  /** @param {Drawn} tile */
  async #load(tile) {
    const { x, y, z } = tile.coords;
    const query = this.source.query?.();
    const bytes = await getBytes(`/tiles/${this.source.layers}/${z}/${x}/${y}.mvt${query ? `?${query}` : ""}`, tile.abort.signal);
    tile.features = features(bytes, SIZE);
    this.source.prepare?.(tile.features, z);
    this.#paint(tile);
  }

  /** @param {Drawn} tile */
  #paint(tile) {
    const ctx = /** @type {CanvasRenderingContext2D} */ (tile.canvas.getContext("2d", { willReadFrequently: true }));
    const ratio = tile.canvas.width / SIZE;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, SIZE, SIZE);
    this.source.paint(ctx, tile, SIZE);
  }

  /** @param {any} coords */
  #forget(coords) {
    this.drawn.get(key(coords))?.abort.abort();
    this.drawn.delete(key(coords));
  }

  /** Draws what is loaded once more, without asking the server. */
  repaint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.drawn.forEach((tile) => this.#paint(tile)));
  }

  /** Asks the server again after something was changed; "load" when all is there. */
  reload() {
    const asked = [...this.drawn.values()].filter((tile) => tile.coords.z >= this.source.minZoom).map((tile) => {
      tile.abort.abort();
      tile.abort = new AbortController();
      return this.#load(tile);
    });
    Promise.allSettled(asked).then(() => this.fire("load"));
  }

  /** Where a place lies on its tile. @param {any} map @param {any} latlng */
  place(map, latlng) {
    const zoom = map.getZoom();
    const point = map.project(latlng, zoom);
    const [x, y] = [Math.floor(point.x / SIZE), Math.floor(point.y / SIZE)];
    return { tile: this.drawn.get(`${x}:${y}:${zoom}`), x: point.x - x * SIZE, y: point.y - y * SIZE };
  }

  /** The feature under the pointer. @param {any} map @param {any} latlng @returns {TileFeature | null} */
  pick(map, latlng) {
    const { tile, x, y } = this.place(map, latlng);
    const { isPicked } = this.source;
    return tile && isPicked ? nearest(tile.features.filter(isPicked), x, y, PICK_PX) : null;
  }
}

/** @param {any} coords */
const key = (coords) => `${coords.x}:${coords.y}:${coords.z}`;
