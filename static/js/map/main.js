// @ts-check
// Puts the map page together.
import { byId } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { once } from "../lib/once.js";
import { carryAddress } from "./address_links.js";
import { reached } from "./api.js";
import { arrange } from "./arrangement.js";
import { CardPanel } from "./card.js";
import { Compounds } from "./compounds.js";
import { CompoundsLayer } from "./compounds_layer.js";
import { CompoundLabels } from "./compound_labels.js";
import { install as installEditing } from "./edit/install.js";
import { districtsLayer } from "./districts_layer.js";
import { bindPosition, createMap } from "./leaflet.js";
import { hit } from "./hit.js";
import { LegendPanel } from "./legend.js";
import { followColourScheme, groundLayer, labelLines, networkLayer } from "./network_layer.js";
import { Notices } from "./notices.js";
import { makeRoom } from "./phone_room.js";
import { Selection } from "./selection.js";
import { ViewState } from "./state.js";
import { Summary } from "./summary.js";
import { install as installTools } from "./tool_list.js";
import { Tools, districtTabs, tabs } from "./tools.js";

const CLOSE_ZOOM = 17;
// From this stage on a compound cannot join a new bundle.
const TENDERED = 5;
const TASKS = ["basket", "card", "proposals"];

/** The map page: every part, and who tells whom. */
class MapPage {
  /** @type {ReturnType<typeof groundLayer>} */ ground;
  /** @type {ReturnType<typeof networkLayer>} */ network;
  /** @type {ReturnType<typeof import("./compound_tiles.js").compoundTiles> | undefined} */ tiles;
  /** @type {CompoundsLayer} */ shapes;
  /** @type {import("./selection_rings.js").SelectionRings | undefined} */ rings;
  /** @type {LegendPanel} */ legend;
  /** @type {CardPanel} */ card;
  /** @type {import("./basket.js").BasketPanel | undefined} */ basket;
  /** @type {Tools} */ tools;
  notices = new Notices(byId("notices"));
  /** A tool owns the clicks on the map. */
  busy = false;
  /** A panel beside the map may take a compound that was chosen, or "" where none was hit, for itself. @type {((code: string) => boolean) | undefined} */
  claim;
  /** @type {(id: string) => void} */ showSide;
  /** @type {(id: string) => void} */ showTask;

  constructor() {
    this.may = { canSelect: mayWeigh(boot) };
    this.state = new ViewState(location, history, boot.asked?.query);
    this.state.followHistory(window);
    this.hasPosition = this.state.view.zoom !== null;
    this.map = createMap(byId("map"), this.state.view, boot.county?.bounds);
    this.compounds = new Compounds();
    this.selection = new Selection(this.state, this.may);
    this.summary = new Summary(this.map, this.state);
    this.#layers();
    this.#panels();
    bindPosition(this.map, this.state);
    this.#clicks();
    installEditing(this);
    installTools(this);
    this.#baseMap();
    this.#load();
    const missed = Object.values(boot.asked?.errors || {}).flat();
    if (missed.length) this.notices.say(missed.join(" "), "bad");
  }

  #layers() {
    const { map, state, compounds } = this;
    this.ground = groundLayer(state);
    this.network = networkLayer(map, state, compounds);
    // What takes longest is asked for first.
    if (boot.can.network) map.addLayer(this.network);
    map.addLayer(this.ground);
    followColourScheme(byId("map"), [this.ground, this.network]);
    districtsLayer(map, state).catch((failed) => this.notices.fail(failed));
    this.shapes = new CompoundsLayer(map, compounds, state);
    this.labels = new CompoundLabels(map, compounds, state);
    if (boot.can.network) labelLines(this);
    arrange(map, state);
    state.follow(["basket", "bundle"], (view) => (view.basket.length || view.bundle) && this.showChoice());
    this.selection.addEventListener("opened", () => this.#frameSelection());
    this.summary.addEventListener("change", () => compounds.match(this.summary.answer.codes));
    this.summary.addEventListener("failed", (/** @type {any} */ event) => this.notices.fail(event.detail));
  }

  #panels() {
    const { state, compounds, selection } = this;
    this.legend = new LegendPanel(byId("legend"), state, this.summary);
    this.card = new CardPanel(byId("card"), state, this.may);
    this.showSide = tabs(byId("side-tabs"), (id) => id === "list" && this.#showList());
    this.showTask = tabs(byId("task-tabs"), (id) => this.#sheet(id));
    this.showTask((this.may.canSelect || state.view.bundle) && !state.view.card ? "basket" : "card");
    districtTabs(byId("districts"), state, this.map, compounds);
    this.tools = new Tools(byId("tools"), state, selection, this.may);
    byId("search").addEventListener("focus", () => this.#startSearch());
    for (const button of document.querySelectorAll("[data-sheet-of]")) {
      button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? makeRoom() : this.#sheet(button.getAttribute("data-sheet-of") || "")));
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
    if (TASKS.includes(id)) {
      for (const panel of TASKS) byId(panel).hidden = panel !== id;
      for (const tab of byId("task-tabs").querySelectorAll("[role=tab]")) tab.setAttribute("aria-selected", String(tab.getAttribute("aria-controls") === id));
    }
  }

  #clicks() {
    this.map.on("click", (/** @type {any} */ event) => this.#clickedMap(event.latlng, event.originalEvent?.shiftKey));
    this.shapes.addEventListener("choose", (/** @type {any} */ event) => this.#clicked(event.detail.code, event.detail.latlng, event.detail.add));
    this.card.addEventListener("select", (/** @type {any} */ event) => this.toggle(event.detail.code));
    this.card.addEventListener("show", (/** @type {any} */ event) => this.show([event.detail.code]));
    this.card.addEventListener("changed", () => this.#changed());
    this.tools.addEventListener("grow", () => this.grow());
    this.state.follow(["card", "bundle", "basket"], (view) => this.#makeRoom(view));
  }

  /** Without a task the map takes the room. @param {View} view */
  #makeRoom(view) {
    const idle = !this.may.canSelect && !view.card && !view.bundle;
    byId("layout").setAttribute("data-task", idle ? "none" : "some");
    if (view.card && !byId("basket").hidden && !view.basket.length) this.showTask("card");
  }

  /** @param {string} code @param {any} latlng @param {boolean} [add] to the selection, whatever the tool */
  #clicked(code, latlng, add = false) {
    if (this.busy || (!add && this.claim?.(code))) return;
    if ((add || this.state.view.tool === "pick") && this.may.canSelect) return this.toggle(code);
    this.open((latlng && hit(this, latlng, true)) || `compound:${code}`);
  }

  /** @param {any} latlng @param {boolean} add */
  #clickedMap(latlng, add) {
    if (this.busy) return;
    const code = this.tiles?.pickCode(this.map, latlng);
    if (code) return this.#clicked(code, latlng, add);
    if (this.claim?.("")) return;
    const card = hit(this, latlng, false);
    if (card) this.open(card);
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
  async show(codes) {
    await this.compounds.part?.ensure(codes);
    const bounds = this.compounds.bounds(codes);
    if (bounds) this.map.fitBounds(bounds, { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
  }

  showChoice = once(() => reached(() => import("./choice.js")).then(({ install }) => install(this)), this.notices);

  #showList = () => this.#listed().then((list) => list.draw(), () => {});

  #listed = once(async () => {
    const { CompoundList } = await reached(() => import("./list.js"));
    const list = new CompoundList(byId("list"), this.map, this.state, this.compounds, this.may);
    list.addEventListener("open", (/** @type {any} */ { detail }) => this.claim?.(detail.code) || (this.open(`compound:${detail.code}`), this.show([detail.code])));
    list.addEventListener("toggle", (/** @type {any} */ { detail }) => this.toggle(detail.code));
    return list;
  }, this.notices);

  #startSearch = once(async () => {
    const { Search } = await reached(() => import("./search.js"));
    new Search(byId("search"), byId("found")).addEventListener("found", (/** @type {any} */ event) => this.#found(event.detail));
  }, this.notices);

  /** @param {any} found */
  #found({ kind, code, lat, lon, bbox }) {
    if (kind === "organisation") return this.state.set({ owner: [code] });
    if (bbox) this.map.fitBounds([[bbox[1], bbox[0]], [bbox[3], bbox[2]]], { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
    else if (lat) this.map.setView([lat, lon], CLOSE_ZOOM);
    if (kind === "compound") this.open(`compound:${code}`), this.card.focus();
  }

  /** Only where the county has a base map or a source to name. */
  async #baseMap() {
    const { choices, attribution, approval } = boot.basemaps || {};
    if (!choices?.length && !attribution && !approval) return;
    const { install } = await import("./basemap.js");
    install(this);
  }

  async #load() {
    this.state.addEventListener("change", carryAddress);
    try {
      await this.compounds.load();
      if (this.compounds.areTiled) await this.#useTiles();
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

  async #useTiles() {
    const { install } = await import("./compound_tiles.js");
    install(this);
  }

  async #changed() {
    this.notices.say(t("Recorded."));
    await this.compounds.load();
    this.tiles?.reload();
    this.summary.again();
    if (this.selection.codes.length) this.selection.weigh();
  }
}

/** The centre and the street offices weigh selections; others read bundles. @param {Boot} boot */
const mayWeigh = ({ can, user }) => !!can.select && ["centre", "street"].includes(user?.audience || "");

new MapPage();
