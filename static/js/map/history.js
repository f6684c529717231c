// @ts-check
// What one object went through: who, when, what; before and after on the map.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { askUndo } from "./edit/acts.js";
import { looks } from "./edit/looks.js";
import { L } from "./leaflet.js";

const LOOKS = {
  before: { color: "#b3261e", weight: 3, dashArray: "6 5", fillOpacity: 0.06, interactive: false, pmIgnore: true },
  after: { color: "#1b7f3b", weight: 3, fillOpacity: 0.1, interactive: false, pmIgnore: true },
};

/** The list of entries in the task's place; one entry's outlines at a time. */
export class HistoryPanel {
  /** @param {any} page @param {HTMLElement} root @param {{open: () => void, close: () => void, changed: (answer: any) => void}} frame */
  constructor(page, root, frame) {
    this.page = page;
    this.root = root;
    this.frame = frame;
    this.outlines = L.layerGroup().addTo(page.map);
  }

  /** @param {string} kind @param {string} key */
  async show(kind, key) {
    await looks();
    const { title, entries } = await getJson(`/map/history/${kind}/${encodeURIComponent(key)}.json`);
    this.clear();
    this.frame.open();
    const again = (/** @type {any} */ answer) => (this.frame.changed(answer), this.show(kind, key));
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => (this.clear(), this.frame.close()) } }, "×");
    replace(this.root, h("header", { class: "card-head" }, h("div", {}, h("h2", { tabindex: "-1" }, t("History of {title}", { title })), h("p", { class: "low" }, this.#key())), close),
      entries.length ? h("ol", { class: "history" }, entries.map((/** @type {any} */ each) => this.#entry(each, again))) : h("p", { class: "low hint" }, t("Nothing is on record yet.")));
    /** @type {HTMLElement | null} */ (this.root.querySelector("h2"))?.focus();
  }

  #key() {
    return [h("i", { class: "key before" }), t("before"), " ", h("i", { class: "key after" }), t("after")];
  }

  /** @param {any} entry @param {(answer: any) => void} again */
  #entry(entry, again) {
    const hasShapes = entry.shape_before || entry.shape_after;
    const show = h("button", { type: "button", class: "button", "aria-pressed": "false", on: { click: () => this.#outline(entry, show) } }, t("Before and after on the map"));
    const undo = () => askUndo(entry.request, again);
    return h("li", { class: entry.undone ? "undone" : null },
      h("p", {}, h("b", {}, entry.verb), entry.undone ? ` (${t("taken back")})` : "", " ", h("time", {}, entry.at)),
      h("p", { class: "low" }, [entry.organisation, entry.who, entry.reason].filter(Boolean).join(" · ")),
      entry.changes.length ? h("dl", { class: "card-rows" }, entry.changes.map((/** @type {any} */ { label, before, after }) =>
        h("div", {}, h("dt", {}, label), h("dd", {}, before ? h("del", {}, before) : null, before ? " → " : null, after ? h("ins", {}, after) : "—")))) : null,
      hasShapes || entry.can_undo ? h("div", { class: "edit-actions" }, hasShapes ? show : null,
        entry.can_undo ? h("button", { type: "button", class: "button", on: { click: undo } }, t("Take it back")) : null) : null);
  }

  /** @param {any} entry @param {HTMLElement} button */
  #outline(entry, button) {
    const isOn = button.getAttribute("aria-pressed") === "true";
    this.clear();
    for (const other of this.root.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    if (isOn) return;
    button.setAttribute("aria-pressed", "true");
    for (const when of /** @type {const} */ (["before", "after"])) {
      const shape = entry[`shape_${when}`];
      if (shape) this.outlines.addLayer(L.geoJSON(shape, /** @type {any} */ ({ style: LOOKS[when] })));
    }
    const bounds = L.featureGroup(this.outlines.getLayers()).getBounds();
    if (bounds.isValid()) this.page.map.fitBounds(bounds, { maxZoom: 19, padding: [60, 60] });
  }

  clear() {
    this.outlines.clearLayers();
  }
}
