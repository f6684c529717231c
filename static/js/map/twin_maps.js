// @ts-check
// Two small maps that move together, each with another selection or proposal.
import { h } from "../lib/elements.js";
import { compounds as numberOf } from "../lib/messages.js";
import { CompoundsLayer } from "./compounds_layer.js";
import { compoundTiles } from "./compound_tiles.js";
import { createMap } from "./leaflet.js";
import { groundLayer } from "./network_layer.js";
import { ProposalDrawing } from "./proposal_drawing.js";
import { SelectionRings } from "./selection_rings.js";
import { ViewState } from "./state.js";

/** @typedef {import("./alternative_figures.js").Twin} Twin */

const CLOSE_ZOOM = 17;

/** A view that changes no address. @param {any} view @param {string[]} basket */
function ownState(view, basket) {
  const state = new ViewState(/** @type {any} */ ({ search: "", pathname: "" }), /** @type {any} */ ({ pushState() {}, replaceState() {} }));
  state.view = { ...view, basket };
  return state;
}

/** At most two beside each other. */
export class TwinMaps {
  /** @param {any} page @param {HTMLElement} root */
  constructor(page, root) {
    this.page = page;
    this.root = root;
    this.config = page.map.getContainer().dataset.leaflet;
    /** @type {any[]} */
    this.twins = [0, 1].map(() => this.#make());
    this.isMoving = false;
    this.twins.forEach(({ map }, i) => map.on("move", () => this.#follow(map, this.twins[1 - i].map)));
  }

  /** @param {Twin[]} shown */
  async show(shown) {
    await this.page.compounds.part?.ensure(shown.flatMap((each) => each.codes));
    this.twins.forEach((twin, i) => {
      twin.figure.hidden = !shown[i];
      if (!shown[i]) return;
      const { letter, name, codes, bundles = [], alone = [] } = shown[i];
      const selected = bundles.length ? [] : codes;
      twin.title.textContent = [letter, name, numberOf(codes.length)].filter(Boolean).join(" · ");
      twin.map.getContainer().style.background = this.page.map.getContainer().style.background;
      twin.map.invalidateSize();
      twin.state.set({ basket: selected });
      twin.rings.showChosen(selected);
      twin.drawing.show({ bundles, alone });
      twin.tiles?.repaint();
    });
    const bounds = this.page.compounds.bounds(shown.flatMap((each) => each.codes));
    if (bounds) this.twins[0].map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM, padding: [20, 20], animate: false });
  }

  #make() {
    const { page } = this;
    const element = h("div", { class: "twin-map", data: { leaflet: this.config } });
    const title = h("figcaption", {});
    const figure = h("figure", { hidden: true }, title, element);
    this.root.append(figure);
    const { lat, lng } = page.map.getCenter();
    const map = createMap(element, { ...page.state.view, zoom: page.map.getZoom(), lat, lon: lng }, undefined);
    const state = ownState(page.state.view, []);
    map.addLayer(groundLayer(state));
    const tiles = page.compounds.areTiled ? compoundTiles(state) : null;
    if (tiles) map.addLayer(tiles);
    else new CompoundsLayer(map, page.compounds, state).draw();
    return { map, state, figure, title, tiles, rings: new SelectionRings(map, page.compounds), drawing: new ProposalDrawing(map, page.compounds) };
  }

  /** @param {any} from @param {any} to */
  #follow(from, to) {
    if (this.isMoving) return;
    this.isMoving = true;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    this.isMoving = false;
  }
}
