// @ts-check
// Editing in hand: the panel, the sketch on the map, the draft in the browser, the colleague's version.
import { h, replace } from "../../lib/elements.js";
import { boot, t } from "../../lib/messages.js";
import { RequestFailed, getJson, post } from "../api.js";
import { L } from "../leaflet.js";
import { reason } from "../notices.js";
import { address, askMerge, askSplit, number } from "./acts.js";
import { frame, markedAt, outlined, question } from "./conflict.js";
import { CornerTable } from "./corner_table.js";
import { beginning } from "./corners.js";
import { Drafts } from "./drafts.js";
import { fieldset, reasonField, showErrors, valuesIn } from "./fields.js";
import { draftList, form, head, kindButtons, more, size, when, who } from "./panels.js";
import { Sketch } from "./sketch.js";
import { Surroundings } from "./surroundings.js";

const BEGIN_M = { compound: 100, building: 30, barrier: 200, segment: 50 };

/** One act of drawing after the other; says "saved" with the server's answer and "closed". */
export class Editor extends EventTarget {
  /** @param {any} map with its `pm` @param {HTMLElement} root @param {any[]} kinds what may be drawn */
  constructor(map, root, kinds) {
    super();
    this.map = map;
    this.root = root;
    this.kinds = kinds;
    /** @type {"area" | "line"} */
    this.family = "area";
    /** @type {(key: string) => string | undefined} */
    this.titles = () => undefined;
    this.drafts = new Drafts(localStorage, boot.user?.name || "");
    this.sketch = new Sketch(map);
    this.corners = new CornerTable(() => this.around.shapes);
    this.around = new Surroundings(map, (failed) => this.#failed(failed, null));
    this.marks = L.layerGroup().addTo(map);
    this.sketch.addEventListener("change", (/** @type {any} */ event) => this.#changed(event.detail.geometry, event.detail.isFinished));
    this.sketch.addEventListener("drawn", (/** @type {any} */ event) => this.#drawn(event.detail.geometry));
    this.corners.addEventListener("change", (/** @type {any} */ event) => this.put(event.detail.geometry));
    root.addEventListener("input", () => this.#keep());
  }

  /** What may be drawn, and what was left unfinished. */
  choose() {
    this.#clear();
    const go = (/** @type {import("./drafts.js").Draft} */ draft) =>
      draft.key ? this.open(draft.kind, draft.key) : this.begin(draft.kind, draft.geometry.type === "LineString" ? "line" : "area", draft);
    const drop = (/** @type {any} */ draft) => (this.drafts.drop(draft.kind, draft.key), this.choose());
    replace(this.root, head(t("Draw"), t("Choose what to draw; to change something, open its card."), () => this.close()),
      kindButtons(this.kinds, (kind, family) => this.begin(kind, family)), draftList(this.drafts.all(), go, drop));
  }

  outcomes = {
    done: (/** @type {any} */ answer) => this.#saved(answer),
    stale: (/** @type {RequestFailed} */ failed) => this.#failed(failed, this.sketch.geometry || this.record.geometry),
  };

  #form = (/** @type {string} */ kind) => this.kinds.find((each) => each.kind === kind);

  /** A new one. @param {string} kind @param {"area" | "line"} family @param {any} [draft] */
  begin(kind, family, draft) {
    this.#clear();
    const declared = this.#form(kind);
    this.family = family;
    this.record = { kind, key: "", title: declared.label, state: "", fields: declared.fields, values: {}, geometry: null, undo: null, can: {} };
    this.request = draft?.request || null;
    this.around.start(/** @type {any} */ (kind), "");
    if (draft?.geometry) this.put(draft.geometry);
    else this.sketch.draw(family);
    this.#panel(draft?.values || {});
  }

  /** An object on record, with what was left unsaved of it. @param {string} kind @param {string} key */
  async open(kind, key) {
    const record = await getJson(`/map/edit/${kind}/${encodeURIComponent(key)}.json`);
    this.#show(record, this.drafts.of(kind, key));
  }

  /** @param {any} record @param {any} [draft] */
  #show(record, draft) {
    this.#clear();
    this.record = { ...record, state: draft?.state || record.state };
    this.family = record.geometry.type === "LineString" ? "line" : "area";
    this.request = draft?.request || null;
    this.around.start(record.kind, record.key);
    const geometry = draft?.geometry || record.geometry;
    this.sketch.open(geometry);
    frame(this.map, geometry);
    this.#panel(draft?.values || record.values);
    this.corners.show(geometry);
    this.size.textContent = size(geometry);
    if (draft) this.#say(t("Your unsaved change of {at} is restored.", { at: when(draft.at) }));
  }

  /** @param {Record<string, any>} values */
  #panel(values) {
    const { record } = this;
    this.fields = fieldset(record.fields, values);
    this.size = h("output", { class: "edit-size" });
    this.message = h("p", { class: "edit-message", role: "status" });
    this.conflict = h("div");
    this.why = h("div");
    const acts = { split: () => this.#split(), merge: () => askMerge(record, this.around.shapes, this.titles, this.outcomes), ...this.outcomes, undone: (/** @type {any} */ answer) => this.#undone(answer) };
    const parts = { isNew: !record.key, fields: this.fields, why: this.why, corners: this.corners.root, begin: () => this.put(this.#square()), discard: () => (this.drafts.drop(record.kind, record.key), this.close()), save: () => this.save() };
    const held = this.root.contains(document.activeElement);
    replace(this.root, head(record.title, who(record.last), () => this.close()), this.size, this.message, this.conflict, form(parts),
      record.key ? more(record, this.#form(record.kind)?.can || {}, acts) : null);
    if (held) this.root.querySelector("h2")?.focus();
  }

  #square() {
    const { lng, lat } = this.map.getCenter();
    return beginning(this.family, [lng, lat], BEGIN_M[/** @type {keyof typeof BEGIN_M} */ (this.record.kind)] || 50);
  }

  /** Draws the cut, then asks for the new part. */
  #split() {
    const { record } = this;
    const isLine = record.kind === "segment";
    const ask = (/** @type {any} */ cut) => askSplit(record, this.#form(record.kind), cut, this.outcomes);
    this.#say(isLine ? t("Click the line where it is to be cut.") : t("Draw the cut from edge to edge; double-click ends."));
    if (isLine) return void this.map.once("click", (/** @type {any} */ { latlng }) => ask({ at: [latlng.lng, latlng.lat] }));
    this.cutting = (/** @type {any} */ line) => ask({ line });
    this.sketch.draw("line");
  }

  /** @param {any} geometry */
  #drawn(geometry) {
    const cut = this.cutting;
    if (!cut) return this.#changed(geometry, true);
    (this.cutting = undefined), this.put(this.record.geometry), cut(geometry);
  }

  /** @param {any} geometry */
  put(geometry) {
    this.sketch.open(geometry);
    this.#changed(geometry, true);
  }

  /** @param {any} geometry @param {boolean} isFinished */
  #changed(geometry, isFinished) {
    if (this.size) this.size.textContent = size(geometry);
    if (!isFinished || this.cutting) return;
    this.corners.show(geometry);
    this.#keep();
  }

  /** Every change is kept in the browser at once. */
  #keep() {
    const { geometry } = this.sketch;
    if (!this.record || !this.fields || !geometry || this.cutting) return;
    this.request = null;
    this.#store(geometry);
  }

  /** @param {any} geometry */
  #store(geometry) {
    const { kind, key, title, state } = this.record;
    if (!this.drafts.keep({ kind, key, title, state, geometry, values: valuesIn(this.fields), request: this.request })) this.#say(t("This browser keeps nothing: save before you leave."));
  }

  /** @param {string} [connected] what becomes of what hangs on the line: "move" or "leave" */
  async save(connected = "") {
    const { geometry } = this.sketch;
    if (this.root.hasAttribute("aria-busy")) return;
    if (!geometry) return this.#say(t("Draw the shape first."));
    const { kind, key, state } = this.record;
    // The same number again after a cut network: the server does it once.
    this.request ||= number();
    this.#store(geometry);
    this.root.setAttribute("aria-busy", "true");
    try {
      const body = { request: this.request, connected, geometry, values: valuesIn(this.fields), reason: this.why.querySelector("input")?.value || "" };
      this.#saved(key ? await post(address({ kind, key }, "change"), { ...body, state }) : await post(`/map/edit/${kind}/new/`, body));
    } catch (failed) {
      if (failed instanceof RequestFailed && failed.status) this.request = null;
      this.#failed(failed, geometry);
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  /** @param {unknown} failed @param {any} geometry */
  #failed(failed, geometry) {
    if (/** @type {any} */ (failed)?.name === "AbortError") return;
    this.marks.clearLayers();
    if (!(failed instanceof RequestFailed)) return this.#say(reason(failed), true);
    const { theirs, at, connected } = failed.where || {};
    if (theirs) return this.#conflict(theirs, geometry);
    if (connected) import("./connected.js").then(({ question: hangs }) => (replace(this.conflict, hangs(connected, this.marks, (choice) => this.save(choice))), this.conflict.scrollIntoView({ block: "nearest" })), (cut) => this.#failed(cut, geometry));
    if (at) this.marks.addLayer(markedAt(this.map, at));
    if (failed.fields.reason && !this.why.firstChild) this.why.append(reasonField());
    this.#say(showErrors(this.root, failed.fields).join(" ") || reason(failed), true);
  }

  /** @param {any} theirs @param {any} geometry */
  #conflict(theirs, geometry) {
    this.marks.addLayer(outlined(this.map, theirs));
    frame(this.map, theirs.geometry);
    const take = () => {
      this.#saved({ object: theirs, changed: [] });
      this.#say(t("Theirs is kept; yours was put away."));
    };
    const keep = () => ((this.record.state = theirs.state), this.save());
    replace(this.conflict, question({ theirs, geometry, values: valuesIn(this.fields), take, keep }));
    this.conflict.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} answer */
  #saved(answer) {
    const { kind, key } = this.record;
    this.drafts.drop(kind, key);
    if (answer.object) {
      this.#show(answer.object);
      this.#say(t("Saved."));
    } else this.choose();
    this.dispatchEvent(new CustomEvent("saved", { detail: answer }));
  }

  /** Back to the object in hand, if it is still there. @param {any} answer */
  async #undone(answer) {
    const { kind, key, code } = this.record;
    this.drafts.drop(kind, key);
    this.dispatchEvent(new CustomEvent("saved", { detail: answer }));
    if (!answer.changed.some((/** @type {any} */ each) => each.stands && each.kind === kind && each.code === code)) return this.choose();
    await this.open(kind, key);
    this.#say(t("Saved."));
  }

  /** @param {string} text @param {boolean} [isBad] */
  #say(text, isBad = false) {
    if (!this.message) return;
    this.message.textContent = text;
    this.message.classList.toggle("bad", isBad);
  }

  #clear() {
    this.sketch.stop();
    this.around.stop();
    this.marks.clearLayers();
    this.cutting = undefined;
    this.fields = undefined;
    this.record = undefined;
  }

  close() {
    this.#clear();
    this.dispatchEvent(new Event("closed"));
  }
}
