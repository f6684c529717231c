// @ts-check
// The basket panel: members, figures, metres by class and owner, whom to consult, which rules are broken.
import { h, keepFocus, replace } from "../lib/elements.js";
import { count } from "../lib/format.js";
import { compounds, t } from "../lib/messages.js";
import { cohortsPart, figuresPart, linesPart, membersPart, organisationsPart, spoken } from "./basket_parts.js";
import { actionsPart } from "./bundle.js";
import { reason } from "./notices.js";
import { defaultYear, planYears } from "./selection.js";

/** Panel of the basket; says "show" with {codes} and "open" with {code}. */
export class BasketPanel extends EventTarget {
  /** @param {HTMLElement} root @param {HTMLElement} live @param {any} selection @param {any} state @param {any} notices */
  constructor(root, live, selection, state, notices) {
    super();
    Object.assign(this, { root, live, selection, state, notices });
    this.own = /** @type {any} */ (this);
    /** What another tool says above the figures. @type {HTMLElement | null} */
    this.note = null;
    selection.addEventListener("weighing", () => root.setAttribute("aria-busy", "true"));
    selection.addEventListener("weighed", () => this.draw());
    selection.addEventListener("failed", (/** @type {CustomEvent} */ event) => this.#failed(event.detail.failed));
    this.draw();
  }

  draw() {
    const { root, live, selection } = this.own;
    root.removeAttribute("aria-busy");
    const [top, sheetTop] = [root.querySelector(".basket-scroll")?.scrollTop || 0, root.scrollTop];
    const figures = selection.weighed && selection.codes.length ? figuresPart(selection.weighed.totals) : null;
    keepFocus(root, () => replace(root, this.#head(), this.note, figures, h("div", { class: "basket-scroll" }, this.#body()), actionsPart(selection, this.own.notices)));
    root.querySelector(".basket-scroll").scrollTop = top;
    root.scrollTop = sheetTop;
    live.textContent = selection.weighed ? spoken(selection.weighed) : "";
  }

  #head() {
    const { selection, state } = this.own;
    const { bundle, codes } = selection;
    const years = [...new Set([...planYears(), state.view.year || defaultYear()])].sort();
    const year = h("select", {
      "aria-label": t("Plan year"), data: { key: "year" }, disabled: selection.isLocked,
      on: { change: (/** @type {any} */ event) => state.set({ year: Number(event.target.value) || null }, { push: true }) },
    }, years.map((each) => h("option", { value: String(each) }, t("{year} plan", { year: each }))));
    year.value = String(state.view.year || defaultYear());
    const clear = h("button", { type: "button", class: "link", data: { key: "clear" }, on: { click: () => selection.clear() } }, bundle ? t("Close") : t("Clear"));
    return h("header", { class: "basket-head" },
      h("div", { class: "basket-title" }, h("h2", { class: "visually-hidden" }, t("Selection list")), h("span", { class: "amber-chip" }, compounds(codes.length)), year, codes.length || bundle ? clear : null),
      bundle ? this.#bundleLine() : null);
  }

  #bundleLine() {
    const { selection } = this.own;
    const { bundle } = selection;
    const words = /** @type {Record<string, string>} */ ({ draft: t("Draft"), frozen: t("Frozen"), superseded: t("Superseded"), dissolved: t("Dissolved") });
    return h("p", { class: "bundle-line" }, h("strong", {}, bundle.name), " ", h("span", { class: "nowrap" }, `${bundle.number} · v${bundle.version}`), " ",
      h("span", { class: `status ${bundle.status}` }, words[bundle.status] || bundle.status),
      selection.hasUnsaved ? h("span", { class: "status unsaved" }, t("not saved")) : null);
  }

  #body() {
    const { selection } = this.own;
    if (!selection.codes.length) return this.#empty();
    const { weighed } = selection;
    if (!weighed) return [h("p", { class: "low hint" }, t("Adding up…"))];
    return [this.#pieces(weighed), this.#problems(weighed), this.#offers(weighed),
      membersPart(weighed.members, selection, (code) => this.#say("open", { code })),
      cohortsPart(weighed.cohorts), linesPart(weighed.lines), organisationsPart(weighed.organisations)];
  }

  #empty() {
    if (!this.own.selection.canSelect) return [h("p", { class: "hint" }, h("a", { href: "/planning/bundles/" }, t("Open a bundle made earlier")))];
    return [h("div", { class: "hint" },
      h("p", {}, t("Choose “Pick” above the map and click a compound; its neighbours are then offered one by one.")),
      h("p", {}, t("By keyboard: Tab to the map, walk with the arrow keys, choose with Enter.")),
      h("p", {}, h("a", { href: "/planning/bundles/" }, t("Open a bundle made earlier"))))];
  }

  /** @param {Weighed} weighed */
  #pieces({ connected, pieces, district }) {
    const where = district ? ` · ${district.name}` : "";
    const words = connected ? t("One connected piece") : t("{n} separate pieces", { n: pieces.length });
    const show = (/** @type {string[]} */ codes, /** @type {number} */ i) => h("button", { type: "button", class: "link", data: { key: `piece:${i}` }, on: { click: () => this.#say("show", { codes }) } }, t("Piece {n}", { n: i + 1 }));
    return h("p", { class: `verdict-line ${connected ? "good" : "warn"}` }, h("span", { "aria-hidden": "true" }, connected ? "✓" : "▲"), h("span", {}, words, where, connected ? null : [" ", pieces.slice(0, 6).map(show)]));
  }

  /** @param {Weighed} weighed */
  #problems({ problems }) {
    const warnings = problems.filter((each) => each.severity === "warning");
    const errors = problems.filter((each) => each.severity !== "warning");
    const list = (/** @type {Problem[]} */ some) => h("ul", { class: "problems" }, some.map((each) => this.#problem(each)));
    return [errors.length ? list(errors) : null, warnings.length ? h("details", { class: "warnings", open: !errors.length && warnings.length < 3 },
      h("summary", {}, h("span", { "aria-hidden": "true" }, "▲ "), t("Points to mind: {n}", { n: warnings.length })), list(warnings)) : null];
  }

  /** @param {Problem} each */
  #problem(each) {
    const isWarning = each.severity === "warning";
    const show = () => this.#say("show", { codes: each.codes });
    return h("li", { class: isWarning ? "warn" : "bad" }, isWarning ? null : h("span", { "aria-hidden": "true" }, "✗"),
      h("div", {}, h("strong", {}, each.message), each.repair ? h("p", {}, each.repair) : null),
      each.codes?.length ? h("button", { type: "button", class: "link", data: { key: `problem:${each.rule}:${each.codes}` }, on: { click: show } }, t("Show")) : null);
  }

  /** @param {Weighed} weighed */
  #offers({ ring, blocked }) {
    const { selection } = this.own;
    if (selection.isLocked || (!ring.length && !blocked.length)) return null;
    const chip = (/** @type {Place & {gap_m: number}} */ each) => h("button", { type: "button", class: "offer", data: { key: `offer:${each.code}` }, on: { click: () => selection.add([each.code]) } },
      "+ ", each.name, h("small", {}, `${Math.round(each.gap_m)} m`));
    const barred = (/** @type {Place & {barrier: string}} */ each) => h("li", {}, t("{name}: behind {barrier}", { name: each.name, barrier: each.barrier }));
    return h("section", { class: "basket-part" }, h("div", { class: "part-head" }, h("h3", {}, t("Neighbours on offer")), h("span", { class: "low" }, count(ring.length))),
      h("div", { class: "offers" }, ring.map(chip)),
      blocked.length ? h("details", { class: "blocked" }, h("summary", {}, t("{n} neighbours behind a barrier", { n: blocked.length })), h("ul", {}, blocked.map(barred))) : null);
  }

  /** @param {unknown} failed */
  #failed(failed) {
    const { root, notices } = this.own;
    root.removeAttribute("aria-busy");
    notices.say(reason(failed), "bad");
  }

  /** @param {string} type @param {any} detail */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
