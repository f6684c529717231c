// @ts-check
// Several own lines changed alike, or ended, in one act: chosen on the map or in the table, previewed, taken back as one.
import { h, replace } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { RequestFailed, getJson, post } from "./api.js";
import { ask } from "./asking.js";
import { askUndo, number } from "./edit/acts.js";
import { looks } from "./edit/looks.js";
import { L } from "./leaflet.js";
import { reason } from "./notices.js";
import { featureKey } from "./paint_network.js";
import { PointTool } from "./point_tool.js";
import { attributesForm, chosenList, codes, doneNote, endForm, foreseen, staleNote } from "./several_parts.js";

// Before, lines of one look are drawn as one.
const SINGLE_LINES_FROM_ZOOM = 15;
const MOST = 500;
const CHOSEN = { color: "#7a3fb5", weight: 6, opacity: 0.9, interactive: false };

/** @typedef {import("./several_parts.js").Line} Line */

/** @param {any} page */
export const install = (page) => new SeveralTool(page);

/** Says "several" on the page's state whenever other lines are chosen. */
class SeveralTool extends PointTool {
  /** @param {any} page */
  constructor(page) {
    super(page, t("Change several lines"));
    /** @type {Map<string, Line>} */
    this.lines = new Map();
    /** @type {any[]} */
    this.fields = [];
    /** @type {string | null} */
    this.request = null;
    page.several = this;
  }

  async open() {
    super.open();
    this.#draw();
    await looks();
    const { card } = this.page.state.view;
    if (/^segment:/.test(card) && !this.lines.size) await this.take([card.slice(8)], true);
  }

  /** @param {any} latlng */
  async picked(latlng) {
    const { map, network } = this.page;
    if (map.getZoom() < SINGLE_LINES_FROM_ZOOM) return this.#say(t("Zoom in until single lines show."));
    const found = network.pick(map, latlng);
    const key = found ? featureKey(found) : "";
    if (!key.startsWith("segment:")) return this.#say(t("No line here."));
    if (boot.user?.audience !== "centre" && !found.properties.own) return this.#say(t("Only your own lines can be changed."));
    await this.take([key.slice(8)], !this.lines.has(key.slice(8)));
  }

  /** Adds lines to the chosen ones, or takes them off. @param {string[]} keys @param {boolean} present */
  async take(keys, present) {
    const wanted = keys.map(String).filter((key) => this.lines.has(key) !== present);
    if (!present) wanted.forEach((key) => this.lines.delete(key));
    else if (this.lines.size + wanted.length > MOST) return this.#say(t("At most {n} lines at once.", { n: MOST }));
    else if (wanted.length && !(await this.#fetched(wanted))) return;
    this.#draw();
    const missing = present ? wanted.filter((key) => !this.lines.has(key)).length : 0;
    if (missing) this.#say([this.said.textContent, t("Not yours to change, left out: {n}", { n: missing })].join(" · "));
  }

  /** @param {string[]} keys */
  async #fetched(keys) {
    try {
      const { lines, fields } = await getJson(`/map/edit/lines.json?keys=${keys.join(",")}`);
      this.fields = fields;
      for (const line of lines) this.lines.set(line.key, line);
      return true;
    } catch (failed) {
      this.#say(reason(failed));
      return false;
    }
  }

  /** @param {string} words */
  #say(words) {
    this.said.textContent = words;
  }

  /** @param {any} [first] shown before the list */
  #draw(first = null) {
    const lines = [...this.lines.values()];
    this.drawn.clearLayers();
    for (const { geometry } of lines) {
      const at = geometry.coordinates.map((/** @type {[number, number]} */ [lon, lat]) => [lat, lon]);
      L.polyline(at, { ...CHOSEN, renderer: this.renderer }).addTo(this.drawn);
    }
    this.page.state.dispatchEvent(new Event("several"));
    this.#say(lines.length ? this.#sum() : t("Click lines on the map, or tick rows in the attribute table."));
    replace(this.body, first, lines.length ? [
      chosenList(lines, (key) => this.take([key], false), () => this.take([...this.lines.keys()], false)),
      attributesForm(this.fields, lines, (values) => this.#preview(values)),
      endForm((told) => this.#askEnd(told)),
    ] : null);
  }

  /** @param {any} more */
  #body(more) {
    this.request ||= number();
    return { request: this.request, lines: Object.fromEntries([...this.lines.values()].map(({ key, state }) => [key, state])), ...more };
  }

  /** @param {Record<string, string>} values */
  async #preview(values) {
    await this.#sent("preview", { values }, (told) => {
      const change = () => this.#act("change", { values });
      const shown = foreseen(told, this.fields, change);
      this.body.querySelector(".foreseen")?.replaceWith(shown);
      shown.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param {{ended_on: string, reason: string}} told */
  async #askEnd(told) {
    await this.#sent("preview", { values: {}, ends: true }, () => ask({
      title: t("End these lines on {day}?", { day: told.ended_on }), body: [h("p", {}, this.#sum()), codes([...this.lines.values()])],
      action: t("End them all"), danger: true, send: () => this.#act("end", told),
    }));
  }

  #sum() {
    const metres = [...this.lines.values()].reduce((sum, each) => sum + each.length_m, 0);
    return t("Lines chosen: {n} · {m} m", { n: this.lines.size, m: Math.round(metres).toLocaleString("en-US") });
  }

  /** @param {string} act @param {any} more */
  async #act(act, more) {
    await this.#sent(act, more, (told) => {
      this.page.network.reload();
      this.request = null;
      const kept = [...this.lines.keys()];
      this.lines.clear();
      const undone = () => (this.lines.clear(), this.page.network.reload(), this.take(kept, true));
      const note = doneNote(told.changed, act, () => askUndo(told.request, undone));
      if (act === "end") return this.#draw(note);
      return this.take(kept, true).then(() => this.body.prepend(note));
    });
  }

  /** @param {string} act @param {any} more @param {(told: any) => any} then */
  async #sent(act, more, then) {
    this.panel.setAttribute("aria-busy", "true");
    try {
      await then(await post(`/map/edit/lines/${act}/`, this.#body(more)));
    } catch (failed) {
      if (!(failed instanceof RequestFailed)) throw failed;
      // The same number again only where it is not known whether it arrived.
      if (failed.status) this.request = null;
      if (failed.where?.stale) this.#stale(failed.where);
      else this.#say(Object.values(failed.fields).flat().join(" ") || reason(failed));
    } finally {
      this.panel.removeAttribute("aria-busy");
    }
  }

  /** Takes the lines as they are now; those that are gone are left out. @param {{stale: Line[], gone: string[]}} where */
  #stale({ stale, gone }) {
    const before = stale.map(({ key }) => this.lines.get(key));
    for (const line of stale) this.lines.set(line.key, line);
    const lost = gone.map((key) => this.lines.get(key)?.code || key);
    for (const key of gone) this.lines.delete(key);
    this.#draw(staleNote(stale, before, lost, this.fields, () => this.take(stale.map(({ key }) => key), false)));
  }
}
