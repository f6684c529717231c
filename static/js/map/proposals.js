// @ts-check
// Proposed bundles: asked for, shown on the map with their reasons, locked, proved, adopted. Loaded when first used.
import { byId, h, keepFocus, replace } from "../lib/elements.js";
import { reason } from "./notices.js";
import { ProposalDrawing } from "./proposal_drawing.js";
import { followed } from "./proposal_figures.js";
import { ProposalHover } from "./proposal_hover.js";
import { LockPanel } from "./proposal_lock_panel.js";
import { noLocks } from "./proposal_locks.js";
import { progress } from "./proposal_parts.js";
import { ProposalStore } from "./proposal_store.js";
import { allView, dress, formView, oneView } from "./proposal_views.js";
import { SelectionRings } from "./selection_rings.js";

/** @typedef {import("./proposal_store.js").Proposal} Proposal */
/** @typedef {import("./proposal_store.js").Settings} Settings */

/** @param {any} page */
export const install = (page) => new Proposals(page);

/** A panel beside the map; what is proposed is drawn on it. */
class Proposals {
  /** @param {any} page */
  constructor(page) {
    dress();
    this.page = page;
    this.isOpen = false;
    this.root = byId("proposals");
    this.tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[aria-controls=proposals], [data-sheet-of=proposals]")]);
    this.store = new ProposalStore();
    this.drawing = new ProposalDrawing(page.map, page.compounds);
    this.rings = new SelectionRings(page.map, page.compounds);
    const nameOf = (/** @type {string} */ code) => page.compounds.get(code)?.name || this.proposal?.names?.[code] || code;
    this.locks = new LockPanel(nameOf);
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    /** @type {import("./proposal_parts.js").Shown} */
    this.shown = { chosen: new Set(), unfolded: new Set(), current: null, nameOf };
    /** A new one is being asked for, beginning with these settings. @type {{settings: Settings | null} | null} */
    this.asking = null;
    /** What was shown before the last change. @type {Proposal | null} */
    this.drawn = null;
    /** @type {number | string} which view the panel has */
    this.shows = "";
    this.hover = new ProposalHover(this);
    this.#follow();
  }

  /** @returns {Proposal | null} */
  get proposal() {
    return this.store.proposal;
  }

  #follow() {
    const { page, store, locks } = this;
    store.addEventListener("change", () => this.#taken());
    store.addEventListener("progress", () => this.#tick());
    store.addEventListener("failed", (/** @type {any} */ event) => page.notices.fail(event.detail));
    locks.addEventListener("change", () => this.#relock());
    locks.addEventListener("mode", () => this.#paint());
    page.compounds.addEventListener("change", () => this.#paint());
    page.state.follow(["proposal"], (/** @type {View} */ { proposal }) => this.isOpen && proposal !== this.proposal?.id && this.#show(proposal));
    document.addEventListener("keydown", (event) => event.key === "Escape" && locks.mode && !document.querySelector("dialog[open]") && locks.use(null));
    page.claim = (/** @type {string} */ code) => this.#claimed(code);
  }

  async open() {
    this.isOpen = true;
    for (const tab of this.tabs) tab.hidden = false;
    this.page.showTask("proposals");
    await this.#show(this.page.state.view.proposal);
    this.root.querySelector("h2")?.focus();
  }

  /** The address names one. */
  resume() {
    return this.isOpen ? undefined : this.open();
  }

  /** Behind another panel, it comes to the fore instead. */
  close() {
    if (this.root.hidden) return this.page.showTask("proposals");
    this.isOpen = false;
    this.asking = null;
    this.store.leave();
    this.locks.use(null);
    this.page.state.set({ proposal: null }, { push: true });
    this.drawing.clear();
    this.rings.showChosen([]);
    this.hover.hide();
    for (const tab of this.tabs) tab.hidden = true;
    this.page.showTask("basket");
    this.page.toolList.mark();
    this.page.toolList.button("proposals")?.focus();
  }

  /** The one of the address, or all. @param {number | null} id */
  async #show(id) {
    this.locks.use(null);
    await this.attempt(async () => {
      if (!id) this.store.leave();
      await this.store.list();
      if (id) return this.store.open(id);
      if (!this.asking) this.locks.take(noLocks());
      if (!this.store.all.length) this.asking ||= { settings: null };
    });
    if (!this.proposal) this.draw();
  }

  /** Runs it and tells what went wrong. @param {() => Promise<any>} run */
  async attempt(run) {
    this.problem.hidden = true;
    this.root.setAttribute("aria-busy", "true");
    try {
      await run();
    } catch (failed) {
      replace(this.problem, reason(failed));
      this.problem.hidden = false;
      this.problem.scrollIntoView({ block: "nearest" });
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  /** Another proposal, or the same after a change. */
  #taken() {
    const { proposal, shown, page } = this;
    if (!proposal || !this.isOpen) return;
    this.asking = null;
    if (this.shows !== proposal.id) this.#frame(proposal);
    if (page.state.view.proposal !== proposal.id) page.state.set({ proposal: proposal.id }, { push: true });
    Object.assign(shown, followed(shown, this.drawn?.id === proposal.id ? this.drawn.bundles : [], proposal.bundles));
    this.drawn = proposal;
    if (!this.store.next) this.locks.take(proposal.locks);
    page.compounds.part?.ensure(proposal.bundles.flatMap((each) => each.members)).catch((/** @type {any} */ failed) => page.notices.fail(failed));
    this.draw();
    byId("live").textContent = proposal.failure || proposal.says;
  }

  /** Where none of it is in view, the map goes there. @param {Proposal} proposal */
  #frame({ bundles }) {
    const { map, compounds, show } = this.page;
    const boxes = bundles.map((each) => compounds.bounds(each.members)).filter((box) => box);
    if (boxes.length && !boxes.some((box) => map.getBounds().intersects(box))) show.call(this.page, bundles.flatMap((each) => each.members));
  }

  /** Only the work on it went on. */
  #tick() {
    const old = this.root.querySelector("[data-progress]");
    if (old && this.proposal) old.replaceWith(progress(this.proposal));
  }

  /** Locks of a proposal count at once. */
  async #relock() {
    this.#paint();
    if (!this.proposal) return;
    await this.attempt(() => this.store.relock(this.locks.locks));
    if (this.proposal && !this.problem.hidden) this.locks.take(this.proposal.locks);
    this.#paint();
  }

  /** A compound was chosen on the map or in the list; "" where nothing was hit. @param {string} code @returns {boolean} whether it was meant for this panel */
  #claimed(code) {
    if (!this.isOpen || this.root.hidden) return false;
    if (this.locks.mode) return !code || this.locks.point(code);
    return !!code && this.#lookAt(code);
  }

  /** @param {string} code */
  #lookAt(code) {
    const { proposal, shown } = this;
    const bundle = proposal?.bundles.find((each) => each.members.includes(code));
    if (bundle) return this.look(bundle.place, true), true;
    const part = ["alone", "out"].find((each) => proposal?.[each === "alone" ? "left_alone" : "left_out"].some((told) => told.code === code));
    if (!part) return false;
    shown.unfolded.add(part);
    shown.current = null;
    this.draw();
    const line = this.root.querySelector(`[data-told="${CSS.escape(code)}"]`);
    line?.scrollIntoView({ block: "nearest" });
    line?.classList.add("pointed");
    return true;
  }

  /** @param {number} place @param {boolean} [fromMap] */
  look(place, fromMap = false) {
    const { shown } = this;
    shown.current = shown.current === place && !fromMap ? null : place;
    this.draw();
    const bundle = this.proposal?.bundles.find((each) => each.place === shown.current);
    this.root.querySelector(`[data-place="${place}"]`)?.scrollIntoView({ block: "nearest" });
    if (bundle && !fromMap) this.page.show(bundle.members);
  }

  #paint() {
    if (!this.isOpen) return;
    const { proposal, locks, drawing, rings, shown } = this;
    const colours = drawing.show({ bundles: proposal?.bundles || [], alone: proposal?.left_alone.map((each) => each.code) || [], locks: locks.locks, held: locks.held });
    for (const each of this.root.querySelectorAll(".proposal-number")) each.style.background = colours.get(Number(each.closest("[data-place]").dataset.place)) || "";
    rings.showChosen(proposal?.bundles.find((each) => each.place === shown.current)?.members || []);
  }

  draw() {
    if (!this.isOpen) return;
    const { root, proposal, asking } = this;
    const shows = proposal ? proposal.id : asking ? "form" : "all";
    const [top, sheetTop] = shows === this.shows ? [root.querySelector(".proposal-scroll")?.scrollTop || 0, root.scrollTop] : [0, 0];
    const hadFocus = root.contains(document.activeElement);
    this.shows = shows;
    const view = proposal ? oneView(this, proposal) : asking ? formView(this, asking.settings) : allView(this);
    keepFocus(root, () => replace(root, view));
    root.querySelector(".proposal-scroll").scrollTop = top;
    root.scrollTop = sheetTop;
    if (hadFocus && !root.contains(document.activeElement)) root.querySelector("h2").focus({ preventScroll: true });
    this.#paint();
  }
}
