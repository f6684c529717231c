// @ts-check
// Around the map's selection: white, black and amber rings, its envelope, and the neighbours on offer.
import { h } from "../lib/elements.js";
import { hull } from "../lib/geometry.js";
import { t } from "../lib/messages.js";
import { L } from "./leaflet.js";

const RING = [
  { color: "#ffffff", weight: 10 },
  { color: "#10151a", weight: 7.5 },
  { color: "#ffb000", weight: 4.5 },
];
const still = { interactive: false, fill: false, opacity: 1, lineJoin: /** @type {const} */ ("miter") };

/** Names come from files: Leaflet takes a string for HTML. @param {string} text */
const asText = (text) => h("span", {}, text);

/** Says "add" with {code} when an offered neighbour is clicked. */
export class SelectionRings extends EventTarget {
  /** @param {LeafletMap} map @param {any} compounds */
  constructor(map, compounds) {
    super();
    this.compounds = compounds;
    this.envelope = L.featureGroup().addTo(map);
    this.rings = L.featureGroup().addTo(map);
    this.offers = L.featureGroup().addTo(map);
    this.renderers = Object.fromEntries(["hulls", "rings"].map((pane) => [pane, L.svg({ pane, padding: 0.3 })]));
  }

  /** @param {string[]} codes */
  showChosen(codes) {
    this.rings.clearLayers();
    this.envelope.clearLayers();
    const outlines = codes.flatMap((code) => this.#outline(code));
    for (const look of RING) {
      if (outlines.length) L.polygon(outlines, { ...still, ...look, renderer: this.renderers.rings }).addTo(this.rings);
    }
    const corners = codes.flatMap((code) => this.compounds.rings(code).flat());
    if (codes.length < 2 || corners.length < 3) return;
    const around = hull(corners).map(([lon, lat]) => /** @type {[number, number]} */ ([lat, lon]));
    const look = { color: "#b87a00", weight: 2, dashArray: "8 6", fillColor: "#ffb000", fillOpacity: 0.14, interactive: false };
    L.polygon(around, { ...look, renderer: this.renderers.hulls }).addTo(this.envelope);
  }

  /** @param {(Place & {gap_m: number})[]} ring @param {Place[]} blocked */
  showOffered(ring, blocked) {
    this.offers.clearLayers();
    for (const { code, name, gap_m: gap } of ring) {
      const offer = this.#dashed(code, { color: "#0b5cad", weight: 3, dashArray: "7 5", fill: true, fillColor: "#0b5cad", fillOpacity: 0.08 });
      offer?.on("click", (event) => {
        L.DomEvent.stopPropagation(event);
        this.dispatchEvent(new CustomEvent("add", { detail: { code } }));
      });
      offer?.bindTooltip(asText(`+ ${name} · ${gap.toFixed(0)} m`), { direction: "top", sticky: true, className: "offer-tip" });
    }
    for (const { code, name } of blocked) {
      const shut = this.#dashed(code, { color: "#7d8791", weight: 2, dashArray: "2 5", fill: true, fillOpacity: 0 });
      shut?.bindTooltip(asText(t("{name}: a barrier lies between", { name })), { direction: "top", sticky: true });
    }
  }

  /** @param {string} code @param {any} look */
  #dashed(code, look) {
    const outline = this.#outline(code);
    if (!outline.length) return null;
    return L.polygon(outline, { ...look, renderer: this.renderers.rings }).addTo(this.offers);
  }

  /** @param {string} code @returns {[number, number][][]} */
  #outline(code) {
    return this.compounds.rings(code).map((/** @type {[number, number][]} */ ring) => ring.map(([lon, lat]) => [lat, lon]));
  }
}
