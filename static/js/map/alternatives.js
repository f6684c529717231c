// @ts-check
// Selections made by hand and proposals side by side: their figures in a table, two of them on twin maps.
import { h, keepFocus, replace } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { rowsFor } from "./alternative_figures.js";
import { ChosenProposals } from "./alternative_proposals.js";
import { getJson } from "./api.js";
import { KeptAlternatives } from "./kept_alternatives.js";
import { reason } from "./notices.js";
import { handMade } from "./proposal_figures.js";
import { dress } from "./proposal_views.js";
import { defaultYear } from "./selection.js";

/** @typedef {import("./kept_alternatives.js").Alternative} Alternative */
/** @typedef {import("./alternative_figures.js").Column} Column */

/** @param {any} page */
export const install = (page) => new Alternatives(page);

/** A dialog over the map. */
class Alternatives {
  /** @param {any} page */
  constructor(page) {
    dress();
    this.page = page;
    this.kept = new KeptAlternatives(localStorage, boot.user?.name || "");
    this.proposals = new ChosenProposals();
    /** By codes and year. @type {Map<string, Promise<Weighed>>} */
    this.weighed = new Map();
    /** Keys of what the twin maps show. @type {string[]} */
    this.twins = [];
    /** @type {any} */
    this.maps = null;
    this.#build();
    this.kept.addEventListener("change", () => this.#draw());
    this.proposals.addEventListener("change", (/** @type {any} */ { detail }) => (this.#onTwins(detail.key, detail.isChosen), this.#draw()));
  }

  get isOpen() {
    return this.dialog.open;
  }

  /** @param {number} [proposal] to be among them */
  open(proposal) {
    this.weighed.clear();
    this.dialog.showModal();
    this.#draw();
    this.proposals.load(proposal).then(() => this.#draw(), (failed) => this.page.notices.fail(failed));
  }

  close() {
    this.dialog.close();
  }

  #build() {
    this.table = h("div", { class: "alternatives-table" });
    this.mapArea = h("div", { class: "twin-maps" });
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.close() } }, "×");
    this.dialog = h("dialog", { class: "alternatives", "aria-label": t("Alternatives") }, h("header", {}, h("h2", {}, t("Alternatives")), close), this.table, this.mapArea);
    this.dialog.addEventListener("close", () => this.page.toolList?.mark());
    document.body.append(this.dialog);
  }

  /** @returns {Column[]} proposals first */
  get columns() {
    const open = (/** @type {number} */ id) => (this.close(), this.page.state.set({ proposal: id }, { push: true }), this.page.showTask("proposals"));
    return [...this.proposals.columns(open), ...this.kept.all.map((each) => this.#column(each))];
  }

  #draw() {
    if (!this.isOpen) return;
    const { columns } = this;
    const { isFull } = this.kept;
    const { codes } = this.page.selection;
    const keep = h("button", { type: "button", class: "button primary", data: { key: "keep" }, disabled: !codes.length || isFull, on: { click: () => this.#keep() } }, t("Keep the present selection"));
    const why = isFull ? t("No more than these can be kept; delete one first.") : codes.length ? null : t("Nothing is selected that could be kept.");
    keepFocus(this.table, () => replace(this.table, h("p", { class: "keep-line" }, keep, why ? h("span", { class: "low" }, why) : null), this.proposals.picker(),
      columns.length ? h("div", { class: "wide" }, this.#figures(columns)) : h("p", { class: "low" }, t("Keep selections as A, B, C … and compare them here. They stay on this device."))));
    this.#drawTwins(columns);
  }

  #keep() {
    const { selection, state } = this.page;
    this.#onTwins(this.kept.keep(selection.codes, state.view.year).letter, true);
    this.#draw();
  }

  /** Two at most, the latest. @param {string} key @param {boolean} isShown */
  #onTwins(key, isShown) {
    const others = this.twins.filter((each) => each !== key);
    this.twins = isShown ? [...others, key].slice(-2) : others;
  }

  /** @param {Column[]} columns */
  #figures(columns) {
    const rows = rowsFor(columns);
    const cells = rows.map(() => columns.map(() => h("td", { class: "number" }, "…")));
    columns.forEach(({ figures }, column) => figures().then(
      (found) => rows.forEach(([, cell], row) => replace(cells[row][column], cell(found))),
      (failed) => replace(cells[rows.length - 1][column], h("span", { class: "bad" }, reason(failed)))));
    return h("table", { class: "compact" },
      h("thead", {}, h("tr", {}, h("td", {}), columns.map(({ head }) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map(([name], row) => h("tr", {}, h("th", { scope: "row" }, name), cells[row])),
        h("tr", {}, h("th", { scope: "row" }, t("On the twin maps")), columns.map((each) => h("td", { class: "number" }, this.#twinBox(each)))),
        h("tr", {}, h("td", {}), columns.map(({ acts }) => h("td", { class: "number" }, h("span", { class: "hint-buttons" }, acts))))));
  }

  /** @param {Column} column */
  #twinBox({ key, name }) {
    const shown = this.twins.includes(key);
    const choose = () => (this.#onTwins(key, !shown), this.#draw());
    return h("label", { class: "twin-box" }, h("input", { type: "checkbox", checked: shown, "aria-label": t("{letter} on the twin maps", { letter: name }), data: { key: `twin:${key}` }, on: { change: choose } }));
  }

  /** One that was made by hand. @param {Alternative} each @returns {Column} */
  #column(each) {
    const { letter, name, codes, year } = each;
    const rename = (/** @type {any} */ event) => this.kept.rename(letter, event.target.value);
    const input = h("input", { value: name, maxlength: 40, placeholder: t("Name"), "aria-label": t("Name of alternative {letter}", { letter }), data: { key: `name:${letter}` }, on: { change: rename } });
    const button = (/** @type {string} */ text, /** @type {() => void} */ act) => h("button", { type: "button", class: "button", "aria-label": `${text}: ${letter}`, data: { key: `${text}:${letter}` }, on: { click: act } }, text);
    return {
      key: letter, name: letter, isProposal: false, twin: { letter, name, codes },
      head: [h("span", { class: "letter" }, letter), h("small", { class: "low" }, t("{year} plan", { year: year || defaultYear() })), input],
      acts: [button(t("Restore"), () => this.#restore(each)), button(t("Delete"), () => this.kept.remove(letter))],
      figures: async () => this.#handMade(each),
    };
  }

  /** @param {Alternative} each @returns {Promise<import("./alternative_figures.js").Compared>} */
  async #handMade({ codes, year }) {
    const address = `/planning/selection/?codes=${codes.map(encodeURIComponent).join(",")}&year=${year || defaultYear()}`;
    const asked = this.weighed.get(address) || getJson(address);
    this.weighed.set(address, asked);
    const weighed = await asked;
    const beside = await this.proposals.first();
    const against = beside && (await this.proposals.against(beside, weighed.pieces));
    return { ...handMade(weighed, beside, against), weighed };
  }

  /** @param {Alternative} each */
  #restore({ letter, codes, year }) {
    const { selection, state, notices } = this.page;
    this.close();
    if (selection.isLocked) return notices.say(t("This version is frozen; open a new version to change it."), "bad");
    selection.choose(codes);
    if (year) state.set({ year });
    this.page.showTask("basket");
    notices.say(t("Alternative {letter} is the selection now.", { letter }));
  }

  /** @param {Column[]} columns */
  async #drawTwins(columns) {
    const shown = this.twins.map((key) => columns.find((each) => each.key === key)).filter((each) => each !== undefined);
    this.twins = shown.map((each) => each.key);
    this.mapArea.hidden = !shown.length;
    if (!shown.length) return;
    const [{ TwinMaps }, twins] = await Promise.all([import("./twin_maps.js"), Promise.all(shown.map(({ twin }) => (typeof twin === "function" ? twin() : twin)))]);
    this.maps ||= new TwinMaps(this.page, this.mapArea);
    this.maps.show(twins);
  }
}
