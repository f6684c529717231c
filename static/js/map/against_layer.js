// @ts-check
// The compounds once more, as of another day, in panes of their own.
import { CompoundLabels } from "./compound_labels.js";
import { compoundTiles } from "./compound_tiles.js";
import { SHOWN_BY } from "./compounds.js";
import { stagesOn } from "./course.js";
import { withStage } from "./dated_stages.js";
import { L } from "./leaflet.js";
import { compoundStyle } from "./styles.js";

const PANES = { against: 405, "against-labels": 462 };

/** The view of the other day. @param {any} state */
const otherDay = (state) => ({
  get view() {
    const { against, known } = state.view;
    return { ...state.view, date: against, known: known ? against : "" };
  },
  follow: state.follow.bind(state),
});

/** Drawn above the compounds of the first day; whoever made it clips both. */
export class AgainstLayer {
  /** @param {any} page @param {import("./course.js").Course} course */
  constructor(page, course) {
    this.page = page;
    this.course = course;
    /** @type {Map<string, CompoundProperties>} */
    this.dated = new Map();
    /** @type {ReturnType<typeof compoundTiles> | undefined} */
    this.tiles = undefined;
    /** @type {{day: number, known: number | null} | null} */
    this.moment = null;
    this.panes = Object.entries(PANES).map(([name, zIndex]) => pane(page.map, name, zIndex));
    this.panes[1].style.pointerEvents = "none";
    this.group = L.featureGroup();
    this.renderer = L.svg({ pane: "against", padding: 0.3 });
    this.labels = this.#labels();
    page.state.follow([...SHOWN_BY, "basket"], () => this.#refresh());
    page.compounds.addEventListener("change", () => this.#refresh());
    page.compounds.addEventListener("matched", () => this.#refresh());
  }

  /** @param {number} day @param {number | null} known */
  show(day, known) {
    this.moment = { day, known };
    this.group.addTo(this.page.map);
    if (this.page.compounds.areTiled) this.#showTiles(day, known);
    else this.#refresh();
  }

  hide() {
    this.moment = null;
    this.group.clearLayers().remove();
    this.dated.clear();
    this.tiles?.remove();
    this.labels.draw();
  }

  /** @param {number} day @param {number | null} known */
  #showTiles(day, known) {
    const { map, state } = this.page;
    this.tiles ||= compoundTiles(otherDay(state), { pane: "against" });
    this.tiles.date(stagesOn(this.course, day, known));
    map.addLayer(this.tiles);
  }

  #refresh() {
    const { compounds, state, shapes } = this.page;
    if (!this.moment || compounds.areTiled) return;
    const stages = stagesOn(this.course, this.moment.day, this.moment.known);
    const chosen = new Set(state.view.basket);
    this.dated = new Map(compounds.all.map((/** @type {CompoundProperties} */ each) => [each.code, withStage(each, stages.get(each.code) || 0)]));
    this.group.clearLayers();
    for (const [code, properties] of this.dated) {
      if (!chosen.has(code) && !compounds.isShown(properties, state.view)) continue;
      const style = { ...compoundStyle(properties, chosen.size > 0 && !chosen.has(code)), renderer: this.renderer };
      const choose = (/** @type {any} */ event) => {
        L.DomEvent.stopPropagation(event);
        shapes.dispatchEvent(new CustomEvent("choose", { detail: { code, latlng: event.latlng, add: event.originalEvent?.shiftKey } }));
      };
      L.geoJSON(compounds.byCode.get(code), { style: () => style }).on("click", choose).addTo(this.group);
    }
    this.labels.draw();
  }

  /** Names and numbers of the other day. */
  #labels() {
    const { map, compounds, state } = this.page;
    const ownPane = Object.create(map, { getPane: { value: (/** @type {string} */ name) => map.getPane(name === "labels" ? "against-labels" : name) } });
    const shown = () => [...this.dated.values()];
    const own = {
      get all() {
        return shown();
      },
      get: (/** @type {string} */ code) => this.dated.get(code),
      frame: (/** @type {string} */ code) => compounds.frame(code),
      isShown: (/** @type {any} */ each, /** @type {any} */ view) => compounds.isShown(each, view),
      addEventListener() {},
    };
    return new CompoundLabels(ownPane, own, state);
  }
}

/** @param {any} map @param {string} name @param {number} zIndex */
function pane(map, name, zIndex) {
  const made = map.getPane(name) || map.createPane(name);
  made.style.zIndex = String(zIndex);
  return made;
}
