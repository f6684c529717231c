// @ts-check
// The edge between map and table: dragged, or moved by the arrow keys.
import { h } from "../lib/elements.js";
import { t } from "../lib/messages.js";

const KEPT = "map-table-height";
// Percent of the page's height.
const [LEAST, USUAL, MOST, STEP] = [18, 38, 80, 4];

/** @param {number} percent */
export const bounded = (percent) => Math.min(MOST, Math.max(LEAST, Math.round(percent) || USUAL));

/** @param {HTMLElement} layout @param {Storage} storage */
export function heightHandle(layout, storage) {
  const handle = h("div", { class: "table-handle", role: "separator", tabindex: "0", "aria-orientation": "horizontal", "aria-label": t("Height of the table"), "aria-valuemin": LEAST, "aria-valuemax": MOST });
  let height = USUAL;
  const set = (/** @type {number} */ percent) => {
    height = bounded(percent);
    layout.style.setProperty("--table-height", `${height}%`);
    handle.setAttribute("aria-valuenow", String(height));
    storage.setItem(KEPT, String(height));
  };
  set(Number(storage.getItem(KEPT)));
  handle.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const way = { ArrowUp: STEP, ArrowDown: -STEP, Home: -MOST, End: MOST }[event.key];
    if (!way) return;
    event.preventDefault();
    set(height + way);
  });
  handle.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { bottom, height: whole } = layout.getBoundingClientRect();
    set((100 * (bottom - event.clientY)) / whole);
  });
  return handle;
}
