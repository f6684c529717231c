// @ts-check
// The panel in which things are drawn and changed, and their history read.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { getJson } from "../api.js";

/** @param {string} card kind:key @returns {[string, string]} */
const parts = (card) => [card.slice(0, card.indexOf(":")), card.slice(card.indexOf(":") + 1)];

/** Opens and closes the panel in the task's place. */
export class Editing {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    /** @type {any} */
    this.past = null;
    /** @type {Record<string, any>} */
    this.panels = {};
    /** @type {Promise<any> | undefined} */
    this.editor = undefined;
    this.loaded = false;
    this.panel = h("div", { class: "edit-panel scroller", id: "edit", hidden: true });
    document.querySelector(".task")?.append(this.panel);
  }

  choose() {
    return this.#with((editor) => editor.choose());
  }

  /** @param {string} card */
  open(card) {
    return this.#with((editor) => editor.open(...parts(card)));
  }

  /** @param {string} card */
  history(card) {
    return this.#beside("history", async () => new (await import("../history.js")).HistoryPanel(this.page, this.panel, this.frame), card);
  }

  /** What was marked as wrong on a line. @param {string} card @param {string} [shown] one of the marks */
  marks(card, shown) {
    return this.#beside("marks", async () => new (await import("../redlines.js")).RedlinePanel(this.page, this.panel, this.frame), card, shown);
  }

  /** One mark: to be answered, or the line to be corrected by it. @param {string} id */
  async mark(id) {
    try {
      const mark = await getJson(`/map/redlines/${id}/`);
      if (!mark.line?.stands) return this.page.notices.say(t("This line is not on the map any more."), "bad");
      const card = `segment:${mark.line.key}`;
      if (mark.state === "accepted" && mark.can.correct) await this.correct(card, mark);
      else await this.marks(card, String(mark.id));
    } catch (failed) {
      this.page.notices.fail(failed);
    }
  }

  /** The line in the editor, beside what is said to be wrong. @param {string} card @param {any} mark */
  correct(card, mark) {
    return this.#with(async (editor) => {
      await editor.open(...parts(card));
      (await import("./suggestion.js")).suggest(editor, mark);
    });
  }

  frame = {
    open: (ownsMap = false) => this.#open(ownsMap),
    close: () => this.#close(),
    changed: (/** @type {any} */ answer) => this.#changed(answer),
    correct: (/** @type {string} */ card, /** @type {any} */ mark) => this.correct(card, mark),
  };

  /** A panel in the editor's place. @param {string} name @param {() => Promise<any>} load @param {string} card @param {...any} more */
  async #beside(name, load, card, ...more) {
    try {
      this.past?.clear();
      this.past = this.panels[name] ||= await load();
      await this.past.show(...parts(card), ...more);
    } catch (failed) {
      this.page.notices.fail(failed);
    }
  }

  /** @param {(editor: any) => any} act */
  async #with(act) {
    try {
      this.past?.clear();
      const editor = await (this.editor ||= this.#load());
      this.#open();
      await act(editor);
      this.panel.querySelector("h2")?.focus();
    } catch (failed) {
      this.editor = this.loaded ? this.editor : undefined;
      this.#close();
      this.page.notices.fail(failed);
    }
  }

  async #load() {
    const [{ Editor }, { load }, { useScale }, { kinds, scale }] = await Promise.all([import("./editor.js"), import("./loading.js"), import("./measure.js"), getJson("/map/edit/forms.json")]);
    useScale(scale);
    await load(this.page.map);
    const editor = new Editor(this.page.map, this.panel, kinds);
    editor.titles = (/** @type {string} */ key) => this.page.compounds.get(key)?.name;
    editor.addEventListener("saved", (/** @type {any} */ event) => this.#changed(event.detail));
    editor.addEventListener("closed", () => this.#close());
    this.loaded = true;
    return editor;
  }

  /** @param {boolean} ownsMap whether clicks on the map are for the editor alone */
  #open(ownsMap = true) {
    this.panel.hidden = false;
    this.#behind(true);
    this.page.busy = ownsMap;
    const layout = document.getElementById("layout");
    layout?.setAttribute("data-sheet", "task");
    layout?.setAttribute("data-task", "some");
    this.page.map.getContainer().classList.toggle("is-editing", ownsMap);
  }

  #close() {
    this.panel.hidden = true;
    this.#behind(false);
    this.panel.replaceChildren();
    this.page.busy = false;
    this.page.map.getContainer().classList.remove("is-editing");
    // The keyboard goes on where it came from.
    if (this.page.state.view.card) this.page.card.focus();
    else this.page.toolList.button("draw")?.focus();
  }

  /** What the panel covers is out of reach of the keyboard too. @param {boolean} isCovered */
  #behind(isCovered) {
    for (const each of this.panel.parentElement?.children || []) if (each !== this.panel) /** @type {HTMLElement} */ (each).inert = isCovered;
  }

  /** @param {any} answer */
  #changed(answer) {
    this.page.card.dispatchEvent(new CustomEvent("changed", { detail: answer }));
    for (const layer of [this.page.network, this.page.ground]) (layer?.reload || layer?.redraw)?.call(layer);
    // What ended has no card any more.
    if (answer.object || answer.marked) this.page.card.open(true);
    else this.page.state.set({ card: "" });
  }
}
