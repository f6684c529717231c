// @ts-check
// The map as of any day: a slider, a date, and play; the stages are those of the stage events.
import { h, replace, svg } from "../lib/elements.js";
import { COMPOUND_FIELDS, filterQuery } from "../lib/filter.js";
import { label, t } from "../lib/messages.js";
import { dateOf } from "./course.js";
import { DatedStages, codeOf, countStages } from "./dated_stages.js";
import { makeRoom } from "./phone_room.js";
import { afterKey, asDay, nextMonth, today } from "./time_steps.js";

// The address follows when the slider rests: browsers forbid hundreds of addresses a minute.
const REST_MS = 250;
const FRAME_MS = 140;
const PLAY = "M5 3l10 6-10 6z";
const PAUSE = "M5 3h3v12H5zM10 3h3v12h-3z";

/** @param {any} page */
export async function install(page) {
  const bar = new TimeBar(page, new DatedStages(page));
  await bar.load();
  return bar;
}

/** Over the lower edge of the map; "shown" when another day is shown. */
class TimeBar extends EventTarget {
  /** @param {any} page @param {DatedStages} stages */
  constructor(page, stages) {
    super();
    this.page = page;
    this.stages = stages;
    this.ends = { first: today() - 365, last: today() };
    this.day = this.ends.last;
    this.rest = 0;
    this.playing = 0;
    this.#build();
    const area = /** @type {HTMLElement} */ (document.querySelector(".map-area"));
    area.append(this.root);
    // What stands at the foot of the map makes room.
    new ResizeObserver(() => area.style.setProperty("--foot", `${this.root.hidden ? 0 : this.root.offsetHeight + 10}px`)).observe(this.root);
  }

  async load() {
    await this.stages.load();
    const { first } = this.stages.course;
    this.ends = { first: Math.min(first ?? this.ends.first, this.ends.last - 1), last: today() };
    Object.assign(this.slider, { min: String(this.ends.first), max: String(this.ends.last) });
    Object.assign(this.date, { min: dateOf(this.ends.first), max: dateOf(this.ends.last) });
    this.knownLabel.hidden = !this.stages.tellsWhenRecorded;
    this.page.state.follow(["date", "known"], () => this.#follow());
    for (const type of ["change", "matched"]) this.page.compounds.addEventListener(type, () => this.#count());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** Shows the bar; without a day in the address at today. */
  open() {
    makeRoom();
    this.root.hidden = false;
    if (!this.page.state.view.date) this.show(this.ends.last);
    this.slider.focus();
  }

  /** Back to now. */
  close() {
    this.pause();
    clearTimeout(this.rest);
    this.root.hidden = true;
    this.page.state.set({ date: "", known: "", against: "" }, { push: true });
    if (this.stages.shown) this.stages.leave();
    this.dispatchEvent(new Event("shown"));
    this.page.toolList?.mark();
  }

  /** @param {number} day */
  show(day) {
    this.day = Math.min(this.ends.last, Math.max(this.ends.first, day));
    const started = performance.now();
    this.stages.show(this.day, this.known.checked ? this.day : null);
    this.#tell();
    this.root.dataset.frame = (performance.now() - started).toFixed(1);
    this.dispatchEvent(new Event("shown"));
    clearTimeout(this.rest);
    this.rest = Number(setTimeout(() => this.#settle(), REST_MS));
  }

  play() {
    if (this.day >= this.ends.last) this.show(this.ends.first);
    this.playing = Number(setInterval(() => this.#step(), FRAME_MS));
    this.#mark();
  }

  pause() {
    clearInterval(this.playing);
    this.playing = 0;
    this.#mark();
  }

  #step() {
    if (this.day >= this.ends.last) return this.pause();
    this.show(nextMonth(this.day, 1));
  }

  #settle() {
    clearTimeout(this.rest);
    const date = dateOf(this.day);
    this.page.state.set({ date, known: this.known.checked ? date : "" });
  }

  /** The address names a day: when the page opens, and with the back button. */
  #follow() {
    const { date, known } = this.page.state.view;
    const day = asDay(date || "");
    if (day === null) {
      if (this.stages.shown && !this.root.hidden && !this.rest) this.close();
      return;
    }
    if (this.root.hidden) makeRoom();
    this.root.hidden = false;
    const shown = this.stages.shown;
    if (shown?.day === day && (shown.known !== null) === !!known) return;
    this.known.checked = !!known;
    this.show(day);
  }

  #tell() {
    const date = dateOf(this.day);
    this.slider.value = String(this.day);
    this.slider.setAttribute("aria-valuetext", date);
    if (document.activeElement !== this.date) this.date.value = date;
    this.#count();
  }

  #count() {
    const counts = this.page.compounds.areTiled ? this.#ofTiles() : countStages(this.#shown());
    const parts = counts.map((n, stage) => ({ n, stage })).filter(({ n }) => n);
    replace(this.counts, parts.map(({ n, stage }) => this.#part(n, stage)));
  }

  #shown() {
    const { compounds, state } = this.page;
    return compounds.all.filter((/** @type {CompoundProperties} */ each) => compounds.isShown(each, state.view));
  }

  /** Of compounds that come as tiles the course tells the stages, and the server which of them the filter has. @returns {number[]} */
  #ofTiles() {
    const { compounds, state, summary } = this.page;
    const isNarrowed = filterQuery({ ...state.view, date: "", known: "" }, COMPOUND_FIELDS) !== "";
    if (compounds.matching || !isNarrowed) return this.stages.counts(compounds.matching || summary.answer?.totals.compounds || 0);
    const told = new Map((summary.answer?.stages || []).map((/** @type {any} */ each) => [each.code, each.count]));
    return Array.from({ length: 9 }, (_, stage) => told.get(codeOf(stage)) || 0);
  }

  /** @param {number} n @param {number} stage */
  #part(n, stage) {
    const name = label("stages", codeOf(stage)) || t("Not yet surveyed");
    const part = h("i", { data: { stage: String(stage) }, title: `${name} ${n}` }, h("b", { class: "visually-hidden" }, `${name} `), n);
    part.style.flexGrow = String(n);
    return part;
  }

  #mark() {
    const running = this.playing > 0;
    const text = running ? t("Pause") : t("Play");
    this.button.setAttribute("aria-label", text);
    this.button.title = text;
    replace(this.button, svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("path", { d: running ? PAUSE : PLAY })));
  }

  #build() {
    this.button = h("button", { type: "button", class: "time-play", on: { click: () => (this.playing ? this.pause() : this.play()) } });
    this.slider = h("input", { type: "range", step: "1", "aria-label": t("Stages as of"), on: {
      input: () => (this.pause(), this.show(Number(this.slider.value))), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) } });
    this.date = h("input", { type: "date", "aria-label": t("Stages as of"), on: { change: () => this.#typed() } });
    this.known = h("input", { type: "checkbox", on: { change: () => this.show(this.day) } });
    this.knownLabel = h("label", { class: "time-known", title: t("Only what was on record by that day; later corrections left out.") }, this.known, t("As we knew it then"));
    this.counts = h("div", { class: "time-counts" });
    this.actions = h("div", { class: "time-actions" }, h("button", { type: "button", class: "button", on: { click: () => this.close() } }, t("Now")));
    this.root = h("section", { id: "time-bar", class: "time-bar", "aria-label": t("The map as of a day"), hidden: true },
      this.button, this.date, h("div", { class: "time-line" }, this.slider, this.counts), this.knownLabel, this.actions);
    this.#mark();
  }

  #typed() {
    const day = asDay(this.date.value);
    if (day !== null) this.show(day);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const day = afterKey(event.key, this.day, this.ends);
    if (event.key === " ") this.button.click();
    else if (day !== null) this.show(day);
    else return;
    event.preventDefault();
  }
}
