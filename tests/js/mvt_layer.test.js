// @ts-check
import assert from "node:assert/strict";
import { register } from "node:module";
import { beforeEach, test } from "node:test";

// Leaflet needs a browser; of it the layer asks for little.
const grid = "globalThis.L = { GridLayer: class { on() {} fire(type) { (this.fired ||= []).push(type); } } };";
const stub = `data:text/javascript,${encodeURIComponent(grid)}`;
const resolve = `export const resolve = (name, context, next) => (name === "leaflet" ? { url: ${JSON.stringify(stub)}, shortCircuit: true } : next(name, context));`;
register(`data:text/javascript,${encodeURIComponent(resolve)}`);

const ctx = { setTransform() {}, clearRect() {} };
const browser = /** @type {any} */ (globalThis);
browser.window = { devicePixelRatio: 1 };
browser.document = { createElement: () => ({ getContext: () => ctx }), getElementById: () => null, querySelector: () => null, documentElement: { lang: "en" } };

const { MvtLayer } = await import("../../static/js/map/mvt_layer.js");
const coords = { x: 1, y: 2, z: 15 };

/** Requests not answered yet. @type {{answer: (status?: number) => void}[]} */
let asked = [];

beforeEach(() => {
  asked = [];
  browser.fetch = (/** @type {string} */ _url, /** @type {RequestInit} */ { signal }) => new Promise((resolved, rejected) => {
    asked.push({ answer: (status = 200) => resolved(new Response(new ArrayBuffer(0), { status })) });
    signal?.addEventListener("abort", () => rejected(signal.reason));
  });
});

/** A layer with one tile on its way. */
function loading() {
  let painted = 0;
  const layer = /** @type {any} */ (new MvtLayer({ layers: "segments", minZoom: 13, paint: () => painted++ }, {}));
  /** @type {any[]} */
  const told = [];
  layer.createTile(coords, (/** @type {any} */ error) => told.push(error));
  return { layer, told, painted: () => painted };
}

const settled = () => new Promise((done) => setTimeout(done, 5));

test("a tile that is asked for anew before it came is shown and painted all the same", async () => {
  const { layer, told, painted } = loading();
  layer.reload();
  await settled();
  assert.deepEqual(told, [null]);
  asked[1].answer();
  await settled();
  assert.equal(painted(), 1);
  assert.deepEqual(layer.fired, ["load"]);
});

test("a tile that the server refuses is told to be missing", async () => {
  const { told, painted } = loading();
  asked[0].answer(500);
  await settled();
  assert.equal(told[0].status, 500);
  assert.equal(painted(), 0);
});
