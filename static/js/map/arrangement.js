// @ts-check
// How strong each group of layers is drawn, and which lies over which.

/** Panes of each group and their place, the highest group first unless the view says otherwise. */
const GROUPS = /** @type {const} */ ({ networks: "network", compounds: "overlayPane", ground: "ground" });
const PLACES = [420, 400, 210];
/** @typedef {keyof typeof GROUPS} Group */

/** @param {View} view @returns {Group[]} */
export function ordered(view) {
  const all = /** @type {Group[]} */ (Object.keys(GROUPS));
  const said = all.filter((group) => view.order.includes(group)).sort((a, b) => view.order.indexOf(a) - view.order.indexOf(b));
  return [...said, ...all.filter((group) => !said.includes(group))];
}

/** @param {View} view @param {Group} group */
export const strength = (view, group) => view.opacity[group] ?? 100;

/** @param {LeafletMap} map @param {any} state */
export function arrange(map, state) {
  state.follow(["order", "opacity"], (/** @type {View} */ view) => ordered(view).forEach((group, i) => {
    const pane = map.getPane(GROUPS[group]);
    if (pane) Object.assign(pane.style, { opacity: String(strength(view, group) / 100), zIndex: String(PLACES[i]) });
  }));
}
