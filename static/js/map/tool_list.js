// @ts-check
// The further tools of the map, each loaded when it is first used.
import { FILTER_FIELDS, filterQuery } from "../lib/filter.js";
import { boot, t } from "../lib/messages.js";
import { reached } from "./api.js";

/**
 * @typedef {{open: () => void, close?: () => void, resume?: () => void, isOpen?: boolean}} Opened
 * @typedef {object} Tool
 * @property {string} group
 * @property {string} key
 * @property {string} label
 * @property {string} icon path in an 18 × 18 box
 * @property {() => Promise<{install: (page: any, key: string) => Opened | Promise<Opened>}>} load
 * @property {boolean} [owns] the clicks on the map while it is open
 */

/** @returns {Tool[]} */
const anyone = () => [
  { group: "find", key: "filter", label: t("Filter"), icon: "M2.5 3.5h13L11 9v5.5l-4-2V9z", load: () => import("./filter_panel.js") },
  { group: "find", key: "table", label: t("Attribute table"), icon: "M2.5 3.5h13v11h-13zM2.5 7h13M2.5 10.7h13M7 7v7.5", load: () => import("./table.js") },
  ...(boot.user ? [{ group: "find", key: "views", label: t("Saved views"), icon: "M5 2.5h8v13l-4-3.2-4 3.2z", load: () => import("./saved_views.js") }] : []),
  { group: "map", key: "print", label: t("Print"), icon: "M5 7V2.5h8V7M5 13H3V7h12v6h-2M5 11h8v4.5H5z", load: () => import("./print.js") },
  { group: "time", key: "time", label: t("As of a day"), icon: "M9 2.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM9 5v4l3 2", load: () => import("./time.js") },
  { group: "time", key: "swipe", label: t("Compare two days"), icon: "M9 2v14M2.5 4h4M2.5 9h4M2.5 14h4M11.5 4h4v10h-4z", load: () => import("./swipe.js") },
  { group: "map", key: "measure", label: t("Measure"), icon: "M2 11.5L11.5 2 16 6.5 6.5 16zM5 8.5l2 2M8 5.5l2 2", load: () => import("./measure.js"), owns: true },
  { group: "map", key: "locate", label: t("Where am I"), icon: "M9 5.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM9 1.5v3M9 13.5v3M1.5 9h3M13.5 9h3", load: () => import("./locate.js") },
  { group: "map", key: "full-screen", label: t("Full screen"), icon: "M2.5 6.5v-4h4M11.5 2.5h4v4M15.5 11.5v4h-4M6.5 15.5h-4v-4", load: () => import("./full_screen.js") },
];

/** For those who weigh selections. @returns {Tool[]} */
const selecting = () => [
  { group: "select", key: "rectangle", label: t("Rectangle"), icon: "M2.5 4h13v10h-13z", load: () => import("./select_area.js"), owns: true },
  { group: "select", key: "lasso", label: t("Lasso"), icon: "M9 3c4 0 6.5 1.8 6.5 4.3S13 11.5 9 11.5 2.5 9.8 2.5 7.3 5 3 9 3zM5 11v2.5l-1.5 2", load: () => import("./select_area.js"), owns: true },
  { group: "select", key: "like", label: t("All like this"), icon: "M2.5 2.5h5v5h-5zM10.5 10.5h5v5h-5zM10.5 2.5h5v5h-5zM2.5 10.5h5v5h-5z", load: () => import("./like_this.js") },
  { group: "select", key: "undo", label: t("Undo the selection"), icon: "M6 3L2.5 6.5 6 10M3 6.5h7a4.5 4.5 0 0 1 0 9H6", load: () => import("./undo.js") },
  { group: "select", key: "redo", label: t("Redo the selection"), icon: "M12 3l3.5 3.5L12 10M15 6.5H8a4.5 4.5 0 0 0 0 9h4", load: () => import("./undo.js") },
  { group: "compare", key: "alternatives", label: t("Alternatives"), icon: "M2.5 3h5.5v12H2.5zM10 3h5.5v12H10z", load: () => import("./alternatives.js") },
  { group: "compare", key: "what-if", label: t("What if"), icon: "M6 6.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M9 14v1", load: () => import("./what_if.js") },
];

/** For those who plan. @returns {Tool[]} */
const planning = () => [
  { group: "compare", key: "proposals", label: t("Proposals"), icon: "M2.5 3h5v5h-5zM10.5 3h5v5h-5zM2.5 11h5v4.5h-5zM10 13l2 2 3.5-4", load: () => import("./proposals.js") },
];

/** For those who may follow a network: its owner and the centre. @returns {Tool[]} */
const following = () => [
  { group: "network", key: "trace", label: t("Trace"), icon: "M2.5 9h4M11.5 9h4M6.5 5.5l5 7M11.5 5.5l-5 7M9 2.5v3", load: () => import("./trace.js"), owns: true },
];

/** For those who draw lines. @returns {Tool[]} */
const changing = () => [
  { group: "edit", key: "several", label: t("Change several lines"), icon: "M2.5 4h7M2.5 9h7M2.5 14h7M12 8l3.5 3.5-3 3H10V12z", load: () => import("./several.js"), owns: true },
];

/** For those who see networks. @returns {Tool[]} */
const acrossStreets = () => [
  { group: "network", key: "section", label: t("Cross-section"), icon: "M2 5.5h14M4 8.5h.1M8 11.5a1.5 1.5 0 1 0 .1 0M13 8a1 1 0 1 0 .1 0M2 15.5h14", load: () => import("./cross_section.js"), owns: true },
];

/** Opens the tools; one at a time owns the clicks. */
class ToolList {
  /** @param {any} page */
  constructor(page) {
    this.page = page;
    /** @type {Map<string, Promise<Opened>>} */
    this.installing = new Map();
    /** @type {Map<string, Opened>} */
    this.opened = new Map();
    /** @type {Tool[]} */
    this.all = [];
  }

  /** @param {Tool} tool */
  add(tool) {
    const { group, key, label, icon } = tool;
    this.all.push(tool);
    this.page.tools.add({ group, key, label, icon, onClick: () => this.use(tool) });
  }

  /** @param {string} key @returns {HTMLButtonElement | null} */
  button(key) {
    return this.page.tools.more.querySelector(`[data-key="${key}"]`);
  }

  /** The tool's own object, installed once. @param {string} key */
  installed(key) {
    const known = this.installing.get(key);
    if (known) return known;
    const tool = this.all.find((each) => each.key === key);
    const installing = reached(async () => tool?.load()).then((module) => /** @type {any} */ (module).install(this.page, key));
    this.installing.set(key, installing);
    installing.then((opened) => this.opened.set(key, opened), () => this.installing.delete(key));
    return installing;
  }

  /** @param {Tool} tool */
  async use(tool) {
    try {
      const opened = await this.installed(tool.key);
      if (opened.isOpen && opened.close) await opened.close();
      else if (!tool.owns || this.#makeRoom()) await opened.open();
      this.mark();
    } catch (failed) {
      this.page.notices.fail(failed);
    }
  }

  /** Closes the tool that owns the clicks. @returns {boolean} whether the map is free */
  #makeRoom() {
    for (const { key } of this.all.filter((each) => each.owns)) {
      const opened = this.opened.get(key);
      if (opened?.isOpen) opened.close?.();
    }
    if (this.page.busy) this.page.notices.say(t("Finish the drawing first."), "bad");
    return !this.page.busy;
  }

  /** Which are open. */
  mark() {
    for (const [key, opened] of this.opened) {
      if (opened.isOpen !== undefined) this.button(key)?.setAttribute("aria-pressed", String(opened.isOpen));
    }
  }
}

/** What of the filter is set, over the map. @param {any} page */
const showChips = (page) => reached(() => import("./filter_chips.js")).then(({ install: show }) => show(page)).catch((failed) => page.notices.fail(failed));

/** @param {any} page */
export function install(page) {
  const tools = new ToolList(page);
  page.toolList = tools;
  const mayWeigh = page.may.canSelect;
  const mayFollow = boot.can.network && ["centre", "utility"].includes(boot.user?.audience || "");
  const offered = [...anyone(), ...(mayWeigh ? selecting() : []), ...(boot.can.plan ? planning() : []), ...(mayFollow ? [...following(), ...changing()] : []), ...(boot.can.network ? acrossStreets() : [])];
  for (const tool of offered) tools.add(tool);
  const load = (/** @type {string} */ key) => tools.installed(key).then(() => tools.mark(), (failed) => page.notices.fail(failed));
  page.state.follow(Object.keys(FILTER_FIELDS), (/** @type {any} */ view) => filterQuery(view) && showChips(page));
  page.state.follow(["date", "against"], (/** @type {any} */ { date, against }) => {
    if (against) load("swipe");
    else if (date) load("time");
  });
  const resume = (/** @type {string} */ key) => tools.installed(key).then((opened) => opened.resume?.()).then(() => tools.mark(), (failed) => page.notices.fail(failed));
  if (mayWeigh) page.state.follow(["gap_m", "ignore"], () => page.selection.supposed && resume("what-if"));
  if (boot.can.plan) page.state.follow(["proposal"], (/** @type {View} */ { proposal }) => proposal && resume("proposals"));
  if (mayWeigh && boot.user) page.compounds.addEventListener("change", () => ["undo", "redo"].forEach(load), { once: true });
  return tools;
}
