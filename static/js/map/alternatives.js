// @ts-check
// Several selections side by side: their figures in a table, two of them on twin maps.
import { h, keepFocus, replace } from "../lib/elements.js";
import { area, count, joined, length, money } from "../lib/format.js";
import { boot, language, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { KeptAlternatives } from "./kept_alternatives.js";
import { reason } from "./notices.js";
import { defaultYear } from "./selection.js";

/** @typedef {import("./kept_alternatives.js").Alternative} Alternative */

/** @type {[string, (weighed: Weighed) => any][]} */
const ROWS = [
  [t("Compounds"), ({ totals }) => count(totals.compounds)],
  [t("Households"), ({ totals }) => count(totals.households)],
  [t("Floor area"), ({ totals }) => joined(area(totals.floor_area_m2, language))],
  [t("Estimate"), ({ totals }) => joined(money(totals.estimate_cny, language))],
  [t("Pipe and cable"), ({ totals }) => joined(length(totals.metres))],
  [t("To consult"), ({ totals }) => count(totals.organisations)],
  [t("Pieces"), ({ pieces }) => count(pieces.length)],
  [t("Problems"), ({ problems }) => problemsCell(problems)],
];

/** @param {Problem[]} problems */
function problemsCell(problems) {
  if (!problems.length) return h("span", { class: "good" }, "✓ ", t("none"));
  const lines = problems.map((each) => h("li", { class: each.severity === "warning" ? "warn" : "bad" }, each.message));
  return h("details", {}, h("summary", {}, count(problems.length)), h("ul", { class: "problems" }, lines));
}

/** @param {any} page */
export const install = (page) => new Alternatives(page);

/** A dialog over the map. */
class Alternatives {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.kept = new KeptAlternatives(localStorage, boot.user?.name || "");
    /** By codes and year. @type {Map<string, Promise<Weighed>>} */
    this.weighed = new Map();
    /** Letters on the twin maps. @type {string[]} */
    this.twins = [];
    /** @type {any} */
    this.maps = null;
    this.#build();
    this.kept.addEventListener("change", () => this.#draw());
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    this.weighed.clear();
    this.dialog.showModal();
    this.#draw();
  }

  close() {
    this.dialog.close();
  }

  #build() {
    this.table = h("div", { class: "alternatives-table" });
    this.maps = null;
    this.mapArea = h("div", { class: "twin-maps" });
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.close() } }, "×");
    this.dialog = h("dialog", { class: "alternatives", "aria-label": t("Alternatives") }, h("header", {}, h("h2", {}, t("Alternatives")), close), this.table, this.mapArea);
    this.dialog.addEventListener("close", () => this.page.toolList?.mark());
    document.body.append(this.dialog);
  }

  #draw() {
    if (!this.isOpen) return;
    const { all, isFull } = this.kept;
    const codes = this.page.selection.codes;
    const keep = h("button", { type: "button", class: "button primary", data: { key: "keep" }, disabled: !codes.length || isFull, on: { click: () => this.#keep() } }, t("Keep the present selection"));
    const why = isFull ? t("No more than these can be kept; delete one first.") : codes.length ? null : t("Nothing is selected that could be kept.");
    keepFocus(this.table, () => replace(this.table, h("p", { class: "keep-line" }, keep, why ? h("span", { class: "low" }, why) : null),
      all.length ? h("div", { class: "wide" }, this.#figures(all)) : h("p", { class: "low" }, t("Keep selections as A, B, C … and compare them here. They stay on this device."))));
    this.#drawTwins();
  }

  #keep() {
    const { selection, state } = this.page;
    const kept = this.kept.keep(selection.codes, state.view.year);
    this.twins = [...this.twins, kept.letter].slice(-2);
    this.#draw();
  }

  /** @param {Alternative[]} all */
  #figures(all) {
    const cells = ROWS.map(() => all.map(() => h("td", { class: "number" }, "…")));
    all.forEach((each, column) => this.#weigh(each).then(
      (weighed) => ROWS.forEach(([, cell], row) => replace(cells[row][column], cell(weighed))),
      (failed) => replace(cells[ROWS.length - 1][column], h("span", { class: "bad" }, reason(failed)))));
    return h("table", { class: "compact" },
      h("thead", {}, h("tr", {}, h("td", {}), all.map((each) => this.#head(each)))),
      h("tbody", {}, ROWS.map(([name], row) => h("tr", {}, h("th", { scope: "row" }, name), cells[row])),
        h("tr", {}, h("th", { scope: "row" }, t("On the twin maps")), all.map((each) => h("td", { class: "number" }, this.#twinBox(each)))),
        h("tr", {}, h("td", {}), all.map((each) => h("td", { class: "number" }, this.#acts(each))))));
  }

  /** @param {Alternative} each @returns {Promise<Weighed>} */
  #weigh({ codes, year }) {
    const address = `/planning/selection/?codes=${codes.map(encodeURIComponent).join(",")}&year=${year || defaultYear()}`;
    const known = this.weighed.get(address);
    if (known) return known;
    const asked = getJson(address);
    this.weighed.set(address, asked);
    return asked;
  }

  /** @param {Alternative} each */
  #head({ letter, name, year }) {
    const input = h("input", { value: name, maxlength: 40, placeholder: t("Name"), "aria-label": t("Name of alternative {letter}", { letter }), data: { key: `name:${letter}` },
      on: { change: (/** @type {any} */ event) => this.kept.rename(letter, event.target.value) } });
    return h("th", { scope: "col" }, h("span", { class: "letter" }, letter), h("small", { class: "low" }, t("{year} plan", { year: year || defaultYear() })), input);
  }

  /** @param {Alternative} each */
  #twinBox({ letter }) {
    const shown = this.twins.includes(letter);
    const choose = () => {
      this.twins = shown ? this.twins.filter((other) => other !== letter) : [...this.twins, letter].slice(-2);
      this.#draw();
    };
    return h("input", { type: "checkbox", checked: shown, "aria-label": t("{letter} on the twin maps", { letter }), data: { key: `twin:${letter}` }, on: { change: choose } });
  }

  /** @param {Alternative} each */
  #acts(each) {
    const button = (/** @type {string} */ text, /** @type {() => void} */ act) => h("button", { type: "button", class: "button", "aria-label": `${text}: ${each.letter}`, data: { key: `${text}:${each.letter}` }, on: { click: act } }, text);
    return h("span", { class: "hint-buttons" }, button(t("Restore"), () => this.#restore(each)), button(t("Delete"), () => this.kept.remove(each.letter)));
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

  async #drawTwins() {
    const shown = this.twins.map((letter) => this.kept.all.find((each) => each.letter === letter)).filter((each) => each !== undefined);
    this.twins = shown.map((each) => each.letter);
    this.mapArea.hidden = !shown.length;
    if (!shown.length) return;
    const { TwinMaps } = await import("./twin_maps.js");
    this.maps ||= new TwinMaps(this.page, this.mapArea);
    this.maps.show(shown);
  }
}
