// @ts-check
// The map beneath ours: which one, how strong, and whose it is.
import { h, replace } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { L } from "./leaflet.js";

/** @typedef {{key: string, label: string, urls: string[], zooms: [number, number], attribution: string, approval: string}} Choice */
/** @typedef {{choices: Choice[], attribution: string, approval: string}} Offer */

// A tile that had to wait its turn is asked for again, this often at most.
const TRIES = 5;
const BUSY = 503, UNREACHABLE = 502;
const tries = new WeakMap();

/** Fills #base-map with the choice and writes the sources at the map's edge. @param {any} page */
export function install(page) {
  /** @type {Offer} */
  const offer = /** @type {any} */ (boot).basemaps;
  const style = h("link", { rel: "stylesheet", href: new URL("../../css/basemap.css", import.meta.url).href });
  document.head.append(style);
  const base = new BaseMap(page, offer);
  page.state.follow(["base", "opacity"], () => base.follow());
  return base;
}

class BaseMap {
  /** @param {any} page @param {Offer} offer */
  constructor(page, offer) {
    this.page = page;
    this.offer = offer;
    this.layers = L.layerGroup().addTo(page.map);
    this.key = "";
    this.isReachable = true;
    const area = page.map.getContainer().parentElement;
    this.sources = h("p", { class: "map-sources" });
    area.append(this.sources);
    this.control = document.getElementById("base-map") || area.appendChild(h("div", { class: "base-map-over" }));
    this.control.hidden = !offer.choices.length;
  }

  /** @returns {Choice | undefined} */
  get chosen() {
    return this.offer.choices.find((each) => each.key === this.page.state.view.base);
  }

  get strength() {
    return this.page.state.view.opacity?.base ?? 100;
  }

  follow() {
    const { chosen } = this;
    if ((chosen?.key || "") !== this.key) this.#show(chosen);
    this.layers.eachLayer((/** @type {any} */ layer) => layer.setOpacity(this.strength / 100));
    this.#drawControl();
    this.#drawSources();
  }

  /** @param {Choice | undefined} chosen */
  #show(chosen) {
    this.key = chosen?.key || "";
    this.isReachable = true;
    this.layers.clearLayers();
    for (const url of chosen?.urls || []) this.layers.addLayer(this.#layer(url, chosen));
  }

  /** @param {string} url @param {any} chosen */
  #layer(url, chosen) {
    const [minNativeZoom, maxNativeZoom] = chosen.zooms;
    const layer = L.tileLayer(url, { minNativeZoom, maxNativeZoom, maxZoom: 22 });
    layer.on("tileerror", (/** @type {any} */ event) => this.#missed(layer, event.tile));
    layer.on("tileload", () => this.#reached(true));
    return layer;
  }

  /** A picture does not say why it failed; the same address asked once more does. @param {any} layer @param {HTMLImageElement} tile */
  async #missed(layer, tile) {
    const address = tile.src;
    const tried = (tries.get(tile) || 0) + 1;
    tries.set(tile, tried);
    if (tried > TRIES) return;
    const { status } = await fetch(address, { credentials: "same-origin" }).catch(() => ({ status: UNREACHABLE }));
    if (status === UNREACHABLE) this.#reached(false);
    const again = () => this.layers.hasLayer(layer) && tile.isConnected && (tile.src = address);
    if (status === BUSY || status === 200) setTimeout(again, status === BUSY ? 1000 : 0);
  }

  /** @param {boolean} isReachable */
  #reached(isReachable) {
    if (isReachable === this.isReachable) return;
    this.isReachable = isReachable;
    this.#drawSources();
  }

  #drawControl() {
    const { state } = this.page;
    const choices = [{ key: "", label: t("None") }, ...this.offer.choices];
    const focused = /** @type {any} */ (document.activeElement)?.dataset?.key;
    const radio = (/** @type {{key: string, label: string}} */ { key, label }) => h("label", {},
      h("input", {
        type: "radio", name: "base-map", value: key, checked: key === this.key, data: { key: `base:${key}` },
        on: { change: () => state.set({ base: key }) },
      }), label);
    const slider = h("label", { class: "strength" }, t("Strength"), h("input", {
      type: "range", min: 10, max: 100, step: 10, value: String(this.strength), data: { key: "base:strength" },
      on: { input: (/** @type {any} */ event) => state.set({ opacity: { ...state.view.opacity, base: Number(event.target.value) } }) },
    }));
    if (focused === "base:strength" && this.control.contains(document.activeElement)) return;
    replace(this.control, h("fieldset", { class: "base-map" }, h("legend", {}, t("Base map")), choices.map(radio), this.key ? slider : null));
    if (focused?.startsWith("base:")) /** @type {any} */ (this.control.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  /** Sources, and the approval number that Chinese law wants on every public map. */
  #drawSources() {
    const { chosen, offer } = this;
    const lost = chosen && !this.isReachable ? t("The base map cannot be reached; the county's own map is complete.") : "";
    const numbers = [offer.approval, chosen?.approval].filter(Boolean);
    const parts = [offer.attribution, chosen?.attribution, numbers.length ? t("Map approval number: {numbers}", { numbers: numbers.join(" · ") }) : ""];
    replace(this.sources, lost ? h("strong", { role: "status" }, lost) : null, parts.filter(Boolean).join(" · "));
    this.sources.hidden = !this.sources.textContent;
  }
}
