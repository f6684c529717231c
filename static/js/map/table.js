// @ts-check
// The attribute table under the map: what the filter has, as rows.
import { h, replace } from "../lib/elements.js";
import { FILTER_FIELDS, filterQuery } from "../lib/filter.js";
import { boot, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { box } from "./summary.js";
import { drawGrid } from "./table_grid.js";
import { exportMenu, columnMenu, pager } from "./table_controls.js";
import { heightHandle } from "./table_height.js";
import { keep, kept, rowsQuery, sortedBy } from "./table_query.js";
import { reason } from "./notices.js";

const PATIENCE_MS = 150;
const CLOSE_ZOOM = 18;
/** @type {Record<string, string>} */
const KIND = { compounds: "compound", segments: "segment" };

/** The centre all lines, a utility its own. */
const mayDrawLines = () => !!boot.can.network && ["centre", "utility"].includes(boot.user?.audience || "");

/** @param {any} page */
export function install(page) {
  document.head.append(h("link", { rel: "stylesheet", href: new URL("../../css/table.css", import.meta.url).href }));
  return new TablePanel(page);
}

class TablePanel {
  /** @type {any} */ root;
  /** @type {any} */ tabs;
  /** @type {HTMLElement} */ layout;

  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.layer = "compounds";
    this.offset = 0;
    this.inView = false;
    this.isOpen = false;
    /** @type {any} */
    this.told = null;
    this.abort = new AbortController();
    this.timer = 0;
    this.#build();
    page.state.follow([...Object.keys(FILTER_FIELDS), "basket", "card"], (/** @type {View} */ _view, /** @type {any} */ { changed }) => this.#followed(changed));
    page.map.on("moveend", () => this.inView && this.#soon());
    page.card.addEventListener("changed", () => this.#soon());
    page.state.addEventListener("several", () => this.told && this.#mark());
  }

  /** What is asked of the server but the page number. */
  get asked() {
    const { columns, sort } = kept(localStorage, this.layer);
    return rowsQuery({ filter: filterQuery(this.page.state.view), columns, sort, bbox: this.inView ? box(this.page.map) : "" });
  }

  open() {
    this.isOpen = true;
    this.root.hidden = false;
    this.layout.classList.add("has-table");
    this.load();
    this.tabs.querySelector("[aria-selected=true]").focus();
  }

  close() {
    this.isOpen = false;
    this.root.hidden = true;
    this.layout.classList.remove("has-table");
    this.page.toolList?.mark();
    this.page.toolList?.button("table")?.focus();
  }

  #build() {
    this.layout = /** @type {HTMLElement} */ (document.getElementById("layout"));
    this.grid = h("div", { class: "table-scroll", id: "table-rows", role: "tabpanel", tabindex: "0", "aria-label": t("Rows") });
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.said = h("span", { class: "table-count", role: "status" });
    this.foot = h("div", { class: "table-foot" });
    this.menus = h("div", { class: "table-menus" });
    this.root = h("section", { class: "table-panel", "aria-label": t("Attribute table"), hidden: true, on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) } },
      heightHandle(this.layout, localStorage), this.#head(), this.problem, this.grid, this.foot);
    this.layout.append(this.root);
  }

  #head() {
    const tab = (/** @type {string} */ layer, /** @type {string} */ text) =>
      h("button", { type: "button", role: "tab", id: `table-${layer}`, "aria-controls": "table-rows", "aria-selected": String(layer === this.layer), tabindex: layer === this.layer ? "0" : "-1", on: { click: () => this.#choose(layer), keydown: (/** @type {KeyboardEvent} */ event) => this.#walk(event) } }, text);
    this.tabs = h("div", { class: "table-tabs", role: "tablist", "aria-label": t("Table of") }, tab("compounds", t("Old compounds")), boot.can.network ? tab("segments", t("Pipes and cables")) : null);
    const view = h("label", { class: "tick" }, h("input", { type: "checkbox", on: { change: (/** @type {any} */ { target }) => ((this.inView = target.checked), this.#restart()) } }), t("In the view"));
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close the table"), on: { click: () => this.close() } }, "×");
    return h("div", { class: "table-head" }, this.tabs, this.said, view, this.menus, close);
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const other = this.tabs.querySelector("[role=tab][aria-selected=false]");
    if (!other || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    other.click();
    other.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    const menu = this.root.querySelector("details[open]");
    if (!menu) return this.close();
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  /** @param {string} layer */
  #choose(layer) {
    this.layer = layer;
    for (const tab of this.tabs.children) {
      const isChosen = tab.id === `table-${layer}`;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.#restart();
  }

  /** From the first page. */
  #restart() {
    this.offset = 0;
    this.load();
  }

  /** @param {Set<string>} changed */
  #followed(changed) {
    if ([...changed].some((name) => name in FILTER_FIELDS)) this.#soon();
    else if (this.told) this.#mark();
  }

  #soon() {
    clearTimeout(this.timer);
    if (this.isOpen) this.timer = Number(setTimeout(() => this.#restart(), PATIENCE_MS));
  }

  async load() {
    this.abort.abort();
    this.abort = new AbortController();
    this.grid.setAttribute("aria-busy", "true");
    try {
      const query = [this.asked, this.offset ? `offset=${this.offset}` : ""].filter(Boolean).join("&");
      this.told = await getJson(`/map/table/${this.layer}.json${query && `?${query}`}`, this.abort.signal);
      this.problem.hidden = true;
      this.#draw();
    } catch (failed) {
      if (/** @type {any} */ (failed).name === "AbortError") return;
      replace(this.problem, reason(failed), " ", h("button", { type: "button", class: "link", data: { key: "again" }, on: { click: () => this.load() } }, t("Try again")));
      this.problem.hidden = false;
    }
    this.grid.removeAttribute("aria-busy");
  }

  #draw() {
    const { told, layer } = this;
    const { sort } = kept(localStorage, layer);
    const focused = this.root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    replace(this.said, t("{n} rows", { n: told.total === null ? "…" : told.total.toLocaleString("en-US") }));
    drawGrid(this.grid, told, {
      sort,
      canPick: layer === "compounds" ? this.page.may.canSelect : mayDrawLines(),
      onSort: (key) => this.#keep({ sort: sortedBy(sort, key) }),
      onOpen: (i) => this.#show(i),
      onPick: (ids, present) => this.#pick(ids, present),
    });
    replace(this.foot, pager(told, (offset) => ((this.offset = offset), (this.grid.scrollTop = 0), this.load())));
    this.#menus();
    this.#mark();
    const again = focused && [...this.root.querySelectorAll("[data-key]")].find((each) => each.getAttribute("data-key") === focused);
    if (again && again !== document.activeElement) again.focus({ preventScroll: true });
  }

  #menus() {
    const open = this.menus.querySelector("details[open]")?.getAttribute("data-menu");
    replace(this.menus,
      columnMenu(this.told, (columns) => this.#keep({ columns })),
      exportMenu(this.layer, () => this.asked, this.page.notices));
    const again = open && this.menus.querySelector(`[data-menu="${open}"]`);
    if (again) again.open = true;
  }

  /** @param {{columns?: string[], sort?: string}} patch */
  #keep(patch) {
    keep(localStorage, this.layer, patch);
    this.#restart();
  }

  /** @param {number} i row */
  #show(i) {
    const id = this.told.ids[i];
    const frame = this.told.boxes[i];
    if (frame) {
      const [west, south, east, north] = frame;
      this.page.map.fitBounds([[south, west], [north, east]], { maxZoom: CLOSE_ZOOM, padding: [60, 60] });
    }
    this.page.open(`${KIND[this.layer]}:${id}`);
  }

  /** @param {string[]} ids @param {boolean} present */
  #pick(ids, present) {
    if (this.layer === "segments") return void this.#pickLines(ids, present);
    const { selection, state, notices } = this.page;
    if (selection.isLocked) notices.say(t("This version is frozen; open a new version to change it."), "bad");
    else state.mark("basket", ids, present);
    this.#mark();
  }

  /** Lines are chosen to be changed alike. @param {string[]} ids @param {boolean} present */
  async #pickLines(ids, present) {
    try {
      const several = await this.page.toolList.installed("several");
      if (present && !several.isOpen) this.page.toolList.button("several").click();
      await several.take(ids, present);
    } catch (failed) {
      this.page.notices.fail(failed);
    }
    this.#mark();
  }

  /** Which rows are selected, and which is open. */
  #mark() {
    const { basket, card } = this.page.state.view;
    const picked = (/** @type {string} */ id) => (this.layer === "compounds" ? basket.includes(id) : !!this.page.several?.lines.has(String(id)));
    for (const row of this.grid.querySelectorAll("tbody tr")) {
      const id = row.getAttribute("data-id");
      const isChosen = picked(/** @type {string} */ (id));
      row.classList.toggle("chosen", isChosen);
      row.classList.toggle("open", card === `${KIND[this.layer]}:${id}`);
      const tick = row.querySelector("input");
      if (tick) tick.checked = isChosen;
    }
    const all = this.grid.querySelector("thead input");
    if (!all) return;
    const chosen = this.told.ids.filter(picked).length;
    all.checked = chosen > 0 && chosen === this.told.ids.length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
}
