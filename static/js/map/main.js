// @ts-check
// Puts the map page together.
import { byId } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { BasketPanel } from "./basket.js";
import { CardPanel } from "./card.js";
import { Compounds } from "./compounds.js";
import { CompoundsLayer } from "./compounds_layer.js";
import { CompoundLabels } from "./compound_labels.js";
import { compoundTiles, pickCompound } from "./compound_tiles.js";
import { districtsLayer } from "./districts_layer.js";
import { bindPosition, createMap } from "./leaflet.js";
import { LegendPanel } from "./legend.js";
import { CompoundList } from "./list.js";
import { followColourScheme, groundLayer, networkLayer } from "./network_layer.js";
import { Notices } from "./notices.js";
import { featureKey } from "./paint_network.js";
import { Search } from "./search.js";
import { Selection } from "./selection.js";
import { SelectionRings } from "./selection_rings.js";
import { ViewState } from "./state.js";
import { Tools, districtTabs, tabs } from "./tools.js";

const CLOSE_ZOOM = 17;
// From this stage on a compound cannot join a new bundle.
const TENDERED = 5;

/** The map page: every part, and who tells whom. */
class MapPage {
  /** @type {ReturnType<typeof groundLayer>} */ ground;
  /** @type {ReturnType<typeof networkLayer>} */ network;
  /** @type {ReturnType<typeof compoundTiles> | undefined} */ tiles;
  /** @type {CompoundsLayer} */ shapes;
  /** @type {SelectionRings} */ rings;
  /** @type {LegendPanel} */ legend;
  /** @type {CompoundList} */ list;
  /** @type {CardPanel} */ card;
  /** @type {BasketPanel} */ basket;
  /** @type {Tools} */ tools;
  /** @type {Search} */ search;
  /** @type {(id: string) => void} */ showSide;
  /** @type {(id: string) => void} */ showTask;

  constructor() {
    this.may = { canSelect: mayWeigh(boot) };
    this.state = new ViewState(location, history);
    this.state.followHistory(window);
    this.hasPosition = this.state.view.zoom !== null;
    this.notices = new Notices(byId("notices"));
    this.map = createMap(byId("map"), this.state.view, boot.county?.bounds);
    this.compounds = new Compounds();
    this.selection = new Selection(this.state, this.may);
    this.#layers();
    this.#panels();
    bindPosition(this.map, this.state);
    this.#clicks();
    this.#load();
  }

  #layers() {
    const { map, state, compounds } = this;
    this.ground = groundLayer(state);
    this.network = networkLayer(map, state, compounds);
    this.map.addLayer(this.ground);
    if (boot.can.network) map.addLayer(this.network);
    followColourScheme(byId("map"), [this.ground, this.network]);
    districtsLayer(map, state).catch((failed) => this.notices.fail(failed));
    this.shapes = new CompoundsLayer(map, compounds, state);
    new CompoundLabels(map, compounds, state);
    this.rings = new SelectionRings(map, compounds);
    state.follow(["basket"], () => this.#drawSelection());
    this.selection.addEventListener("weighed", () => this.#drawSelection());
    this.selection.addEventListener("opened", () => this.#frameSelection());
    compounds.addEventListener("change", () => this.#drawSelection());
  }

  #panels() {
    const { state, compounds, selection } = this;
    this.legend = new LegendPanel(byId("legend"), state, compounds);
    this.list = new CompoundList(byId("list"), this.map, state, compounds, this.may);
    this.card = new CardPanel(byId("card"), state, this.may);
    this.basket = new BasketPanel(byId("basket"), byId("live"), selection, state, this.notices);
    this.showSide = tabs(byId("side-tabs"), () => this.list.draw());
    this.showTask = tabs(byId("task-tabs"), (id) => this.#sheet(id));
    this.showTask((this.may.canSelect || state.view.bundle) && !state.view.card ? "basket" : "card");
    districtTabs(byId("districts"), state, this.map, compounds);
    this.tools = new Tools(byId("tools"), state, selection, this.may);
    this.search = new Search(byId("search"), byId("found"));
    for (const button of document.querySelectorAll("[data-sheet-of]")) {
      button.addEventListener("click", () => this.#sheet(button.getAttribute("data-sheet-of") || ""));
    }
  }

  /** On a phone one panel shows at a time. @param {string} id */
  #sheet(id) {
    const side = id === "legend" || id === "list";
    byId("layout").setAttribute("data-sheet", side ? "side" : "task");
    if (side) this.showSide(id);
    for (const each of document.querySelectorAll("[data-sheet-of]")) {
      each.setAttribute("aria-pressed", String(each.getAttribute("data-sheet-of") === id));
    }
    if (id === "basket" || id === "card") {
      for (const panel of ["basket", "card"]) byId(panel).hidden = panel !== id;
      for (const tab of byId("task-tabs").querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.getAttribute("aria-controls") === id));
    }
  }

  #clicks() {
    const open = (/** @type {any} */ event) => this.open(`compound:${event.detail.code}`);
    const show = (/** @type {any} */ event) => this.show(event.detail.codes || [event.detail.code]);
    const toggle = (/** @type {any} */ event) => this.toggle(event.detail.code);
    this.map.on("click", (/** @type {any} */ event) => this.#clickedMap(event.latlng));
    this.shapes.addEventListener("choose", (/** @type {any} */ event) => this.#clicked(event.detail.code, event.detail.latlng));
    this.rings.addEventListener("add", (/** @type {any} */ event) => this.selection.add([event.detail.code]));
    this.card.addEventListener("select", toggle);
    this.card.addEventListener("show", show);
    this.card.addEventListener("changed", () => this.#changed());
    this.basket.addEventListener("show", show);
    this.basket.addEventListener("open", (event) => (open(event), show(event)));
    this.list.addEventListener("open", (event) => (open(event), show(event)));
    this.list.addEventListener("toggle", toggle);
    this.tools.addEventListener("grow", () => this.grow());
    this.search.addEventListener("found", (/** @type {any} */ event) => this.#found(event.detail));
    this.state.follow(["card", "bundle", "basket"], (view) => this.#makeRoom(view));
  }

  /** Without a task the map takes the room. @param {View} view */
  #makeRoom(view) {
    const idle = !this.may.canSelect && !view.card && !view.bundle;
    byId("layout").setAttribute("data-task", idle ? "none" : "some");
    if (view.card && !byId("basket").hidden && !view.basket.length) this.showTask("card");
  }

  /** @param {string} code @param {any} latlng */
  #clicked(code, latlng) {
    if (this.state.view.tool === "pick" && this.may.canSelect) return this.toggle(code);
    const line = latlng && this.network.pick(this.map, latlng);
    this.open(line ? featureKey(line) : `compound:${code}`);
  }

  /** @param {any} latlng */
  #clickedMap(latlng) {
    const code = this.tiles && pickCompound(this.tiles, this.map, latlng);
    if (code) return this.#clicked(code, latlng);
    const line = this.network.pick(this.map, latlng);
    if (line) this.open(featureKey(line));
  }

  /** @param {string} card */
  open(card) {
    this.state.set({ card }, { push: true });
    this.showTask("card");
  }

  /** @param {string} code */
  toggle(code) {
    if (!this.selection.toggle(code)) return this.notices.say(t("This version is frozen; open a new version to change it."), "bad");
    this.showTask("basket");
  }

  /** Takes in all neighbours on offer that are in scope and not yet tendered. */
  grow() {
    const ring = this.selection.weighed?.ring || [];
    const fit = ring.filter((each) => each.eligibility === "eligible" && (each.stage_number || 0) < TENDERED);
    if (!fit.length) return this.notices.say(t("No neighbour on offer is in scope."), "bad");
    this.selection.add(fit.map((each) => each.code));
    this.showTask("basket");
  }

  /** @param {string[]} codes */
  show(codes) {
    const bounds = this.compounds.bounds(codes);
    if (bounds) this.map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
  }

  #drawSelection() {
    const { weighed, isLocked } = this.selection;
    this.rings.showChosen(this.selection.codes);
    this.rings.showOffered(weighed && !isLocked ? weighed.ring : [], weighed && !isLocked ? weighed.blocked : []);
    this.tiles?.repaint();
    byId("basket-count").textContent = String(this.selection.codes.length || "");
  }

  /** @param {any} found */
  #found({ kind, code, lat, lon, bbox }) {
    if (kind === "organisation") return this.state.set({ owners: this.legend.legend.segments.map((row) => row.owner).filter((owner) => owner !== code) });
    if (bbox) this.map.fitBounds([[bbox[1], bbox[0]], [bbox[3], bbox[2]]], { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
    else if (lat) this.map.setView([lat, lon], CLOSE_ZOOM);
    if (kind === "compound") this.open(`compound:${code}`);
  }

  async #load() {
    this.state.addEventListener("change", keepLanguageForm);
    try {
      await Promise.all([this.compounds.load(), getJson("/map/legend.json").then((legend) => this.legend.show(legend))]);
      if (this.compounds.areTiled) this.#useTiles();
      this.#frameSelection();
    } catch (failed) {
      this.notices.fail(failed);
    }
  }

  /** An address without a position shows what it selects. */
  #frameSelection() {
    const { basket, card } = this.state.view;
    const codes = card.startsWith("compound:") ? [...basket, card.slice(9)] : basket;
    if (!this.hasPosition && codes.length) this.show(codes);
  }

  #useTiles() {
    const offered = () => (this.selection.weighed?.ring || []).map((each) => each.code);
    this.tiles = compoundTiles(this.state, offered);
    this.map.addLayer(this.tiles);
    this.state.follow(["stages", "basket"], () => this.tiles?.repaint());
  }

  async #changed() {
    this.notices.say(t("Recorded."));
    await this.compounds.load();
    this.tiles?.reload();
    if (this.selection.codes.length) this.selection.weigh();
  }
}

/** The centre and the street offices weigh selections; others read bundles. @param {Boot} boot */
const mayWeigh = ({ can, user }) => !!can.select && ["centre", "street"].includes(user?.audience || "");

/** Switching the language keeps the view. */
function keepLanguageForm() {
  for (const input of document.querySelectorAll("form[action*=setlang] input[name=next]")) {
    /** @type {HTMLInputElement} */ (input).value = location.pathname + location.search;
  }
  for (const link of document.querySelectorAll("a[href*='/accounts/login/']")) {
    link.setAttribute("href", `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
}

new MapPage();
