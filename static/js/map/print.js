// @ts-check
// The print dialog, and the sheet's frame on the map, to be dragged.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { getJson } from "./api.js";
import { download } from "./download.js";
import { L } from "./leaflet.js";
import { reason } from "./notices.js";
import { makeRoom } from "./phone_room.js";

const ADDRESS = "/map/print/";
// Of the page's address these are about the screen, not about what is shown.
const NOT_PRINTED = ["at", "card", "tool", "bundle"];
// A key moves the sheet by this share of its width.
const STEP = 0.1;
/** @type {Record<string, [number, number]>} east and north */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Opens the dialog; called again it comes back. @param {any} page */
export function install(page) {
  document.head.append(h("link", { rel: "stylesheet", href: new URL("../../css/print.css", import.meta.url).href }));
  const dialog = new PrintDialog(page);
  dialog.open();
  return dialog;
}

class PrintDialog {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    /** @type {[number, number] | null} latitude and longitude once the sheet was moved */
    this.centre = null;
    this.frame = new SheetFrame(page.map, (centre) => this.#moved(centre));
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.hint = h("p", { class: "low", role: "status" });
    this.submit = h("button", { class: "button primary" }, t("Make the PDF"));
    this.form = this.#form();
    this.panel = h("section", { class: "print-dialog", role: "dialog", "aria-label": t("Print"), hidden: true }, this.form);
    this.panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close());
    page.map.getContainer().parentElement.append(this.panel);
    this.redraw = () => this.#outline();
  }

  open() {
    this.opener = document.activeElement;
    makeRoom();
    this.panel.hidden = false;
    this.panel.parentElement?.classList.add("has-print");
    this.page.map.on("moveend", this.redraw);
    this.page.state.addEventListener("change", this.redraw);
    this.form.elements.title.focus();
    this.#outline();
  }

  close() {
    this.panel.hidden = true;
    this.panel.parentElement?.classList.remove("has-print");
    this.frame.remove();
    this.page.map.off("moveend", this.redraw);
    this.page.state.removeEventListener("change", this.redraw);
    /** @type {any} */ (this.opener)?.focus?.();
  }

  #form() {
    const { frames, scales } = /** @type {any} */ (boot).print;
    const papers = [...new Set(Object.keys(frames).map((key) => key.split("-")[0]))];
    const select = (/** @type {string} */ name, /** @type {[string, string][]} */ options) =>
      h("select", { name, on: { change: () => this.#outline() } }, options.map(([value, text]) => h("option", { value }, text)));
    const field = (/** @type {string} */ text, /** @type {any} */ control) => h("label", {}, h("span", {}, text), control);
    const form = h("form", { on: { submit: (/** @type {Event} */ event) => (event.preventDefault(), this.#print()) } },
      h("h2", {}, t("Print")),
      field(t("Title"), h("input", { name: "title", maxlength: 60, autocomplete: "off" })),
      h("div", { class: "print-paper" },
        field(t("Paper"), select("paper", papers.map((paper) => [paper, paper]))),
        field(t("Orientation"), select("turned", [["landscape", t("Landscape")], ["portrait", t("Portrait")]])),
        field(t("Scale"), select("scale", [["fit", t("Fit")], ...scales.map((/** @type {number} */ scale) => [String(scale), `1:${scale}`])]))),
      this.hint,
      this.problem,
      h("div", { class: "dialog-actions" }, this.submit,
        h("button", { type: "button", class: "button", on: { click: () => this.close() } }, t("Close"))));
    return form;
  }

  /** The selected compounds are fitted, else what the window shows. */
  #fit() {
    const { map, compounds, state } = this.page;
    const chosen = state.view.basket?.length ? compounds.bounds(state.view.basket) : null;
    const box = chosen ? L.latLngBounds(chosen) : map.getBounds();
    return box.toBBoxString();
  }

  /** What the sheet asks for; without a place of its own it lies in the middle of the window. */
  #asked() {
    const { map } = this.page;
    const data = Object.fromEntries(new FormData(this.form));
    const { lat, lng } = map.getCenter();
    const [latitude, longitude] = this.centre || [lat, lng];
    return data.scale === "fit" ? { ...data, fit: this.#fit() } : { ...data, centre: `${longitude},${latitude}` };
  }

  /** The server lays the sheet on the ground: its edges follow the county's grid, not the screen. */
  async #outline() {
    this.pending?.abort();
    this.pending = new AbortController();
    try {
      const sheet = await getJson(`${ADDRESS}sheet.json?${new URLSearchParams(/** @type {any} */ (this.#asked()))}`, this.pending.signal);
      if (this.panel.hidden) return;
      this.frame.show(sheet);
      this.sheet = sheet;
      this.#say("");
      this.#hint(t("1:{scale}. Drag the frame, or move it with the arrow keys.", { scale: sheet.scale }));
    } catch (failed) {
      if (/** @type {any} */ (failed).name !== "AbortError") this.#say(reason(failed));
    }
  }

  /** @param {[number, number]} centre */
  #moved(centre) {
    this.centre = centre;
    // What was fitted keeps its scale when it is moved.
    if (this.form.elements.scale.value === "fit" && this.sheet) this.form.elements.scale.value = String(this.sheet.scale);
    this.#outline();
  }

  /** @param {string} problem */
  #say(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
  }

  /** @param {string} hint */
  #hint(hint) {
    this.hint.textContent = hint;
  }

  async #print() {
    this.submit.disabled = true;
    this.#say("");
    this.#hint(t("Drawing the sheet…"));
    try {
      const view = new URLSearchParams(location.search);
      for (const name of NOT_PRINTED) view.delete(name);
      for (const [name, value] of Object.entries(this.#asked())) view.set(name, String(value));
      await download(`${ADDRESS}?${view}`, "map.pdf");
      this.#hint(t("The PDF is in your downloads."));
    } catch (failed) {
      this.#hint("");
      this.#say(reason(failed));
    } finally {
      this.submit.disabled = false;
    }
  }
}

/** The sheet's edge on the map with a handle in its middle. */
class SheetFrame {
  /** @param {LeafletMap} map @param {(centre: [number, number]) => void} moved */
  constructor(map, moved) {
    this.map = map;
    this.moved = moved;
    this.edge = L.polygon([], { pane: "rings", color: "#0b5cad", weight: 2, dashArray: "6 4", fill: false, interactive: false });
    const icon = L.divIcon({ className: "print-handle", iconSize: [44, 44] });
    this.handle = L.marker([0, 0], { draggable: true, icon, keyboard: true, title: t("Move the sheet"), alt: t("Move the sheet") });
    this.handle.on("drag", () => this.#follow());
    this.handle.on("dragend", () => this.#dropped());
  }

  /** @param {{outline: [number, number][], centre: [number, number]}} sheet */
  show(sheet) {
    this.sheet = sheet;
    this.edge.setLatLngs(sheet.outline).addTo(this.map);
    this.handle.setLatLng(sheet.centre).addTo(this.map);
    const element = this.handle.getElement();
    if (element) element.onkeydown = (event) => this.#key(event);
  }

  remove() {
    this.edge.remove();
    this.handle.remove();
  }

  #follow() {
    if (!this.sheet) return;
    const { lat, lng } = this.handle.getLatLng();
    const [latitude, longitude] = this.sheet.centre;
    this.edge.setLatLngs(this.sheet.outline.map(([y, x]) => /** @type {[number, number]} */ ([y + lat - latitude, x + lng - longitude])));
  }

  #dropped() {
    const { lat, lng } = this.handle.getLatLng();
    this.moved([Number(lat.toFixed(7)), Number(lng.toFixed(7))]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = KEYS[event.key];
    if (!way || !this.sheet) return;
    event.preventDefault();
    event.stopPropagation();
    const box = L.latLngBounds(this.sheet.outline);
    const { lat, lng } = this.handle.getLatLng();
    this.handle.setLatLng([lat + way[1] * STEP * (box.getNorth() - box.getSouth()), lng + way[0] * STEP * (box.getEast() - box.getWest())]);
    this.#follow();
    this.#dropped();
  }
}
