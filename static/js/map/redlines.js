// @ts-check
// Marks on a wrong line: what others said of it, and the form for one's own.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { RequestFailed, getJson, post } from "./api.js";
import { ask, field } from "./asking.js";
import { number } from "./edit/acts.js";
import { showErrors } from "./edit/fields.js";
import { looks } from "./edit/looks.js";
import { LOOK } from "./edit/suggestion.js";
import { L } from "./leaflet.js";
import { reason } from "./notices.js";

const STATES = /** @type {Record<string, string>} */ ({ open: "unjudged", accepted: "eligible", declined: "ineligible", withdrawn: "" });

/** @param {string} text @param {() => void} click @param {any} [more] */
const button = (text, click, more = {}) => h("button", { type: "button", class: "button", on: { click }, ...more }, text);

/** The list and the form in the task's place. */
export class RedlinePanel {
  /** @param {any} page @param {HTMLElement} root @param {any} frame */
  constructor(page, root, frame) {
    this.page = page;
    this.root = root;
    this.frame = frame;
    this.outline = L.layerGroup().addTo(page.map);
    /** @type {any} */
    this.drawing = null;
    /** @type {string | null} */
    this.request = null;
  }

  /** @param {string} kind @param {string} key @param {string} [shown] the mark to begin with */
  async show(kind, key, shown) {
    await looks();
    const { redlines, kinds } = await getJson(`/map/redlines/on/${key}/`);
    this.clear();
    this.key = key;
    this.card = `${kind}:${key}`;
    this.frame.open();
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => (this.clear(), this.frame.close()) } }, "×");
    replace(this.root, h("header", { class: "card-head" }, h("div", {}, h("h2", { tabindex: "-1" }, t("Marks on this line")), h("p", { class: "low" }, t("Whose line it is answers; you are told here."))), close),
      redlines.length ? h("ol", { class: "history redlines" }, redlines.map((/** @type {any} */ each) => this.#entry(each))) : h("p", { class: "low" }, t("Nobody has marked this line yet.")), this.#form(kinds));
    const first = redlines.find((/** @type {any} */ each) => String(each.id) === shown);
    if (first?.geometry) this.#outlined(first);
    /** @type {HTMLElement | null} */ (this.root.querySelector("h2"))?.focus();
  }

  /** @param {any} mark */
  #entry(mark) {
    const { made, answered, can } = mark;
    const who = (/** @type {any} */ each) => [each.organisation, each.who].filter(Boolean).join(" · ");
    const acts = [
      can.answer ? button(t("Accept and correct the line"), () => this.#answer(mark, "accept"), { class: "button primary" }) : null,
      can.answer ? button(t("Decline"), () => this.#decline(mark)) : null,
      can.withdraw ? button(t("Withdraw"), () => this.#answer(mark, "withdraw")) : null,
      mark.state === "accepted" && can.correct && !mark.line?.corrected ? button(t("Correct the line"), () => this.#correct(mark)) : null,
      mark.geometry ? button(t("Show the drawn way"), () => this.#outlined(mark)) : null,
    ].filter(Boolean);
    return h("li", { class: mark.state === "open" ? null : "undone" },
      h("p", {}, h("b", {}, mark.kind_label), " ", h("span", { class: `verdict ${STATES[mark.state]}` }, mark.state_label), h("time", {}, made.at)),
      h("p", {}, mark.text), h("p", { class: "low" }, who(made)),
      answered ? h("p", { class: "low" }, `${mark.state_label} · ${answered.at} · ${who(answered)}`, mark.answer ? h("q", {}, mark.answer) : null) : null,
      acts.length ? h("div", { class: "edit-actions" }, acts) : null);
  }

  /** @param {any} mark */
  #outlined(mark) {
    this.outline.clearLayers();
    const layer = L.geoJSON(mark.geometry, /** @type {any} */ ({ style: LOOK }));
    this.outline.addLayer(layer);
    this.page.map.fitBounds(layer.getBounds(), { maxZoom: 19, padding: [80, 80] });
  }

  /** @param {any} mark @param {string} act @param {string} [why] */
  async #answer(mark, act, why = "") {
    try {
      const now = await post(`${mark.url}${act}/`, { request: number(), reason: why });
      this.frame.changed({ marked: now });
      if (act === "accept") return this.#correct(now);
      await this.show("segment", /** @type {string} */ (this.key));
    } catch (failed) {
      if (!(failed instanceof RequestFailed) || failed.status !== 409) return this.page.notices.fail(failed);
      await this.show("segment", /** @type {string} */ (this.key));
      this.page.notices.say(reason(failed), "bad");
    }
  }

  /** @param {any} mark */
  #correct(mark) {
    this.clear();
    this.frame.correct(this.card, mark);
  }

  /** @param {any} mark */
  #decline(mark) {
    ask({
      title: t("Decline this mark?"),
      body: [h("p", { class: "low" }, mark.text), field(t("Why it is declined"), h("input", { name: "why", maxlength: 400, required: true }))],
      action: t("Decline"),
      send: (data) => this.#answer(mark, "decline", String(data.get("why"))),
    });
  }

  /** @param {[string, string][]} kinds */
  #form(kinds) {
    const labelled = (/** @type {string} */ name, /** @type {string} */ text, /** @type {any} */ control) => h("label", { class: "ask-field", data: { field: name } }, h("span", {}, text), control);
    this.problem = h("p", { class: "edit-message bad", role: "alert" });
    this.way = h("div", { class: "redline-way" }, button(t("Draw where it runs"), () => this.#draw()));
    const form = h("form", { class: "redline-form" }, h("h3", {}, t("Mark as wrong")),
      labelled("kind", t("What is wrong"), h("select", { name: "kind" }, kinds.map(([code, label]) => h("option", { value: code }, label)))),
      labelled("text", t("Remark"), h("textarea", { name: "text", maxlength: 400, rows: 3, required: true })), this.way, this.problem,
      h("div", { class: "edit-actions" }, h("button", { class: "button primary" }, t("Send the mark"))));
    form.addEventListener("submit", (/** @type {Event} */ event) => (event.preventDefault(), this.#send(form)));
    return form;
  }

  async #draw() {
    try {
      const { WayDrawing } = await import("./edit/way.js");
      this.frame.open(true);
      this.drawing = new WayDrawing(this.page.map, this.way, () => (this.#putAway(), replace(this.way, button(t("Draw where it runs"), () => this.#draw()))));
      await this.drawing.start();
    } catch (failed) {
      this.page.notices.fail(failed);
    }
  }

  #putAway() {
    this.drawing?.stop();
    if (this.drawing) this.frame.open();
    this.drawing = null;
  }

  /** @param {HTMLFormElement} form */
  async #send(form) {
    const { kind, text } = /** @type {any} */ (Object.fromEntries(/** @type {any} */ (new FormData(form)).entries()));
    // The same number again after a cut network: the server marks once.
    this.request ||= number();
    this.root.setAttribute("aria-busy", "true");
    try {
      const marked = await post(`/map/redlines/on/${this.key}/`, { request: this.request, kind, text, geometry: this.drawing?.geometry || null });
      this.request = null;
      this.frame.changed({ marked });
      await this.show("segment", /** @type {string} */ (this.key));
      this.page.notices.say(t("Recorded."));
    } catch (failed) {
      if (!(failed instanceof RequestFailed)) throw failed;
      if (failed.status) this.request = null;
      replace(this.problem, showErrors(form, failed.fields).join(" ") || reason(failed));
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  clear() {
    this.#putAway();
    this.outline.clearLayers();
  }
}
