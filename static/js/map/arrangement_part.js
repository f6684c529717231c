// @ts-check
// The rows by which strength and order of the layer groups are set.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { ordered, strength } from "./arrangement.js";

/** @typedef {import("./arrangement.js").Group} Group */

/** One row a group; those at an end keep the focus. @param {any} state @returns {any[]} */
export function arrangementPart(state) {
  const names = { networks: t("Networks"), compounds: t("Old compounds"), ground: t("Ground") };
  const groups = ordered(state.view).filter((group) => group !== "networks" || boot.can.network);
  return groups.map((group, i) => h("li", {},
    h("span", { class: "name" }, names[group]), slider(state, group, names[group]),
    mover(state, groups, i, -1, t("{name}: up", { name: names[group] }), "↑"), mover(state, groups, i, 1, t("{name}: down", { name: names[group] }), "↓")));
}

/** @param {any} state @param {Group} group @param {string} name */
function slider(state, group, name) {
  const input = h("input", {
    type: "range", min: "10", max: "100", step: "10", data: { key: `opacity:${group}` }, "aria-label": t("Strength of {name}", { name }),
    on: { input: () => state.set({ opacity: { ...state.view.opacity, [group]: Number(input.value) } }) },
  });
  input.value = String(strength(state.view, group));
  return input;
}

/** @param {any} state @param {Group[]} groups @param {number} at @param {number} by @param {string} label @param {string} sign */
function mover(state, groups, at, by, label, sign) {
  const move = () => {
    if (!groups[at + by]) return;
    const order = [...groups];
    [order[at], order[at + by]] = [order[at + by], order[at]];
    state.set({ order });
  };
  return h("button", { type: "button", class: "mini", "aria-disabled": String(!groups[at + by]), data: { key: `move:${groups[at]}:${by}` }, "aria-label": label, on: { click: move } }, sign);
}
