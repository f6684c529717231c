// @ts-check
// What is chosen: its rings on the map, its figures beside it. Loaded with the first choice.
import { byId } from "../lib/elements.js";
import { BasketPanel } from "./basket.js";
import { SelectionRings } from "./selection_rings.js";

/** @param {any} page */
export function install(page) {
  const { map, state, compounds, selection, notices } = page;
  const rings = new SelectionRings(map, compounds);
  const basket = new BasketPanel(byId("basket"), byId("live"), selection, state, notices);
  const show = (/** @type {any} */ { detail }) => page.show(detail.codes || [detail.code]);
  const draw = () => {
    const { weighed, isLocked, codes } = selection;
    rings.showChosen(codes);
    rings.showOffered(weighed && !isLocked ? weighed.ring : [], weighed && !isLocked ? weighed.blocked : []);
    page.tiles?.repaint();
    byId("basket-count").textContent = String(codes.length || "");
  };
  rings.addEventListener("add", (/** @type {any} */ { detail }) => page.claim?.(detail.code) || selection.add([detail.code]));
  basket.addEventListener("show", show);
  basket.addEventListener("open", (/** @type {any} */ event) => (page.open(`compound:${event.detail.code}`), show(event)));
  selection.addEventListener("weighed", draw);
  compounds.addEventListener("change", draw);
  state.follow(["basket"], draw);
  Object.assign(page, { rings, basket });
}
