// @ts-check
// Views of the map under names of the user's own: kept, opened, renamed, deleted, passed on as links.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { getJson, post } from "./api.js";
import { ask, field } from "./asking.js";
import { linkStyles } from "./filter_chips.js";
import { reason } from "./notices.js";

const ADDRESS = "/map/views/";
const LONGEST_NAME = 60;

/** @typedef {{name: string, query: string, url: string, rename: string, remove: string}} SavedView */

/** @param {any} page */
export function install(page) {
  linkStyles();
  return new SavedViews(page);
}

class SavedViews {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.said = h("p", { class: "low", role: "status" });
    this.list = h("ul", { class: "views-list" });
    this.name = h("input", { name: "name", required: true, maxlength: LONGEST_NAME, autocomplete: "off" });
    this.dialog = this.#dialog();
    document.body.append(this.dialog);
  }

  async open() {
    this.dialog.showModal();
    this.name.focus();
    await this.#act(async () => this.#draw(await getJson(ADDRESS)));
  }

  #dialog() {
    const save = h("form", { class: "views-save", on: { submit: (/** @type {Event} */ event) => (event.preventDefault(), this.#save()) } },
      field(t("Save the view shown as"), this.name), h("button", { class: "button primary" }, t("Save")));
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.dialog.close() } }, "×");
    return h("dialog", { class: "views-dialog", "aria-label": t("Saved views") }, h("header", {}, h("h2", {}, t("Saved views")), close),
      save, this.problem, this.said, this.list, h("p", { class: "low" }, t("Who opens a link sees what their own rights allow.")));
  }

  /** Runs it and tells what went wrong. @param {() => Promise<void>} act */
  async #act(act) {
    this.problem.hidden = true;
    replace(this.said, "");
    try {
      await act();
    } catch (failed) {
      replace(this.problem, reason(failed));
      this.problem.hidden = false;
    }
  }

  #save() {
    return this.#act(async () => {
      const name = this.name.value.trim();
      this.#draw(await post(ADDRESS, { name, query: location.search.slice(1) }));
      this.name.value = "";
      replace(this.said, t("Saved: {name}", { name }));
    });
  }

  /** @param {{views: SavedView[]}} told */
  #draw({ views }) {
    replace(this.list, views.map((view) => this.#line(view)));
    if (!views.length) replace(this.list, h("li", { class: "low" }, t("None saved yet.")));
  }

  /** @param {SavedView} view */
  #line(view) {
    const button = (/** @type {string} */ text, /** @type {() => any} */ act, name = text) =>
      h("button", { type: "button", class: "button", "aria-label": `${name}: ${view.name}`, on: { click: act } }, text);
    return h("li", {}, h("a", { class: "view-name", href: view.url }, view.name),
      button(t("Copy the link"), () => this.#copy(view)),
      button(t("Rename"), () => this.#rename(view)),
      button(t("Delete"), () => this.#remove(view)));
  }

  /** @param {SavedView} view */
  #copy({ url }) {
    const address = new URL(url, location.href).href;
    return this.#act(async () => {
      // Without a secure connection browsers give no clipboard; then the link is shown to be copied.
      const isCopied = await Promise.resolve(navigator.clipboard?.writeText(address).then(() => true)).catch(() => false);
      replace(this.said, isCopied ? t("The link is on the clipboard.") : address);
    });
  }

  /** @param {SavedView} view */
  #rename({ name, rename }) {
    ask({
      title: t("Rename"),
      body: [field(t("Name"), h("input", { name: "name", value: name, required: true, maxlength: LONGEST_NAME, autocomplete: "off" }))],
      action: t("Rename"),
      send: async (data) => this.#draw(await post(rename, { name: String(data.get("name")) })),
    });
  }

  /** @param {SavedView} view */
  #remove({ name, remove }) {
    ask({
      title: t("Delete"),
      body: [h("p", {}, t("Delete the view “{name}”? Its link ends.", { name }))],
      action: t("Delete"),
      danger: true,
      send: async () => this.#draw(await post(remove, {})),
    });
  }
}
