// @ts-check
// A line drawn beside a form: where something really runs. By pointer, or by the corners as coordinates.
import { h, replace } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";
import { CornerTable } from "./corner_table.js";
import { beginning } from "./corners.js";
import { load } from "./loading.js";
import { size } from "./panels.js";
import { Sketch } from "./sketch.js";

const BEGIN_M = 50;

export class WayDrawing {
  /** @param {any} map @param {HTMLElement} root @param {() => void} drop what to do when it is put away */
  constructor(map, root, drop) {
    this.map = map;
    this.root = root;
    this.drop = drop;
    this.sketch = new Sketch(map);
    this.corners = new CornerTable(() => []);
    this.long = h("output", { class: "edit-size" });
    this.sketch.addEventListener("change", (/** @type {any} */ { detail }) => this.#told(detail.geometry, detail.isFinished));
    this.sketch.addEventListener("drawn", (/** @type {any} */ { detail }) => this.#told(detail.geometry, true));
    this.corners.addEventListener("change", (/** @type {any} */ { detail }) => this.#put(detail.geometry));
  }

  async start() {
    await load(this.map);
    const button = (/** @type {string} */ text, /** @type {() => void} */ click) => h("button", { type: "button", class: "button", on: { click } }, text);
    const begin = () => {
      const { lng, lat } = this.map.getCenter();
      this.#put(beginning("line", [lng, lat], BEGIN_M));
    };
    replace(this.root, h("p", { class: "low edit-hint" }, t("Click corner after corner; double-click ends.")), this.long,
      h("div", { class: "edit-actions" }, button(t("Begin in the middle of the map"), begin), button(t("Without a drawing"), this.drop)), this.corners.root);
    this.sketch.draw("line");
  }

  get geometry() {
    return this.sketch.geometry;
  }

  /** @param {any} geometry */
  #put(geometry) {
    this.sketch.open(geometry);
    this.#told(geometry, true);
  }

  /** @param {any} geometry @param {boolean} isFinished */
  #told(geometry, isFinished) {
    this.long.textContent = size(geometry);
    if (isFinished) this.corners.show(geometry);
  }

  stop() {
    this.sketch.stop();
  }
}
