// @ts-check
// Proposed bundles on a map: outlines and envelope in one tone each, their numbers, locks, and who is left alone.
import { h } from "../lib/elements.js";
import { hull } from "../lib/geometry.js";
import { L } from "./leaflet.js";
import { numberOf, toned } from "./proposal_figures.js";
import { listed } from "./proposal_locks.js";
import { LOCK_MARKS } from "./proposal_lock_panel.js";

/** @typedef {import("./proposal_store.js").ProposedBundle} ProposedBundle */
/** @typedef {import("./proposal_locks.js").Locks} Locks */
/** @typedef {{bundles: ProposedBundle[], alone: string[], locks?: Locks | null, held?: string[]}} Shown */

// Dark enough for white figures, apart from the stages and networks below; amber is for what is selected.
export const TONES = ["#5b2fa8", "#006b66", "#a3165c", "#3f5200", "#12477a"];
const ALONE = "#39434d";
// Farther out numbers are small.
const LARGE_FROM_ZOOM = 16;
const APART_PX = { large: 27, small: 19 };

/** @param {[number, number][]} ring longitude, latitude @returns {[number, number][]} */
const turned = (ring) => ring.map(([lon, lat]) => [lat, lon]);

export class ProposalDrawing {
  /** @param {LeafletMap} map @param {any} compounds */
  constructor(map, compounds) {
    Object.assign(this, { map, compounds });
    this.own = /** @type {any} */ (this);
    this.under = L.featureGroup().addTo(map);
    this.over = L.featureGroup().addTo(map);
    this.badges = h("div", { class: "proposal-badges", "aria-hidden": "true" });
    map.getPane("labels")?.append(this.badges);
    this.renderers = Object.fromEntries(["hulls", "rings"].map((pane) => [pane, L.svg({ pane, padding: 0.3 })]));
    /** Each may stand at several places. @type {{places: [number, number][], text: string, kind: string, colour: string}[]} */
    this.marks = [];
    this.place = () => this.#place();
    this.hide = () => this.badges.replaceChildren();
    map.on("zoomend moveend", this.place);
    map.on("zoomstart", this.hide);
  }

  clear() {
    this.under.clearLayers();
    this.over.clearLayers();
    this.marks = [];
    this.#place();
  }

  /** @param {Shown} shown @returns {Map<number, string>} the colour of each bundle by its place */
  show({ bundles, alone, locks = null, held = [] }) {
    this.clear();
    const { compounds } = this.own;
    const boxes = bundles.map(({ members }) => compounds.bounds(members)).map((box) => box && [box[0][1], box[0][0], box[1][1], box[1][0]]);
    const tones = toned(boxes, TONES.length);
    bundles.forEach((each, i) => this.#bundle(each, TONES[tones[i]]));
    this.#outline(alone, { color: ALONE, weight: 2, dashArray: "2 5" });
    if (locks) this.#locks(locks);
    this.#outline(held, { color: "#ffb000", weight: 4 });
    this.#place();
    return new Map(bundles.map(({ place }, i) => [place, TONES[tones[i]]]));
  }

  /** @param {ProposedBundle} bundle @param {string} colour */
  #bundle({ place, members }, colour) {
    const corners = members.flatMap((code) => this.own.compounds.rings(code).flat());
    if (corners.length < 3) return;
    const around = hull(corners);
    L.polygon(turned(around), { color: colour, weight: 2, dashArray: "8 6", fillColor: colour, fillOpacity: 0.16, interactive: false, renderer: this.renderers.hulls }).addTo(this.under);
    this.#outline(members, { color: "#ffffff", weight: 5.5 });
    this.#outline(members, { color: colour, weight: 3 });
    const places = turned([...around].sort((a, b) => b[1] - a[1]));
    this.marks.push({ places, text: String(numberOf({ place })), kind: "number", colour });
  }

  /** @param {string[]} codes @param {Record<string, any>} look */
  #outline(codes, look) {
    const rings = codes.flatMap((code) => this.own.compounds.rings(code).map(turned));
    if (rings.length) L.polygon(rings, { interactive: false, fill: false, opacity: 1, ...look, renderer: this.renderers.rings }).addTo(this.over);
  }

  /** @param {Locks} locks */
  #locks(locks) {
    for (const { kind, codes } of listed(locks)) {
      const at = codes.map((code) => this.own.compounds.frame(code)).filter((each) => each).map(({ lat, lon }) => /** @type {[number, number]} */ ([lat, lon]));
      if (!at.length) continue;
      if (at.length > 1) {
        const look = { interactive: false, renderer: this.renderers.rings };
        L.polyline(at, { ...look, color: "#ffffff", weight: 6 }).addTo(this.over);
        L.polyline(at, { ...look, color: "#14202b", weight: 3, dashArray: kind === "apart" ? "3 6" : undefined }).addTo(this.over);
      }
      const middle = at.length > 1 ? [(at[0][0] + at[1][0]) / 2, (at[0][1] + at[1][1]) / 2] : at[0];
      this.marks.push({ places: [/** @type {[number, number]} */ (middle)], text: LOCK_MARKS[kind], kind: "lock", colour: "#14202b" });
    }
  }

  /** Locks, then numbers, each where there is room; far out the numbers that find none are left out. */
  #place() {
    const { map } = this.own;
    /** @type {any[]} */
    const placed = [];
    this.badges.replaceChildren();
    const isSmall = map.getZoom() < LARGE_FROM_ZOOM;
    this.badges.classList.toggle("are-small", isSmall);
    const apart = isSmall ? APART_PX.small : APART_PX.large;
    const view = map.getBounds().pad(0.1);
    const isFree = (/** @type {any} */ point) => !placed.some((other) => Math.abs(other.x - point.x) < apart && Math.abs(other.y - point.y) < apart);
    for (const { places, text, kind, colour } of [...this.marks].reverse()) {
      const points = places.filter((at) => view.contains(at)).map((at) => map.latLngToLayerPoint(at));
      const point = points.find(isFree) || (isSmall && kind === "number" ? null : points[0]);
      if (!point) continue;
      placed.push(point);
      const badge = h("div", { class: `proposal-badge ${kind}` }, h("span", {}, text));
      badge.firstElementChild.style.background = colour;
      L.DomUtil.setPosition(badge, point);
      this.badges.append(badge);
    }
  }
}
