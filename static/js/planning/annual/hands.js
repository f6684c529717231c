// @ts-check
// Mouse and keyboard on the board: drag and drop, arrows to walk, Ctrl with arrows to move, Enter to ask.

import { beside, cardOf, mayGo, step } from "./plans.js";

/** @typedef {import("./plans.js").Board} Board */
/** @typedef {import("./plans.js").Card} Card */
/** @typedef {{move: (card: Card, wish: {year: number | null, before: string}) => void, ask: (card: Card) => void, board: () => Board}} Page */

const SIDES = /** @type {Record<string, -1 | 1>} */ ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 });
const yearIn = (/** @type {HTMLElement} */ td) => (td.dataset.year === "waiting" ? null : Number(td.dataset.year));

/** The card ahead of which a drop at that height puts it. @param {HTMLElement} td @param {number} y */
function aheadOf(td, y) {
  const items = [...td.querySelectorAll("li")];
  return items.find((li) => y < li.getBoundingClientRect().top + li.offsetHeight / 2)?.dataset.code || "";
}

/** @param {HTMLElement} root @param {Page} page */
export function followMouse(root, page) {
  /** @type {string} */
  let held = "";
  const clear = () => root.querySelectorAll(".over, .ahead").forEach((each) => each.classList.remove("over", "ahead"));
  const target = (/** @type {DragEvent} */ event) => {
    const td = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("td"));
    const card = cardOf(page.board(), held);
    return td && card && td.dataset.district === card.district && mayGo(page.board(), card, yearIn(td)) ? { td, card } : null;
  };
  root.addEventListener("dragstart", (event) => {
    held = /** @type {HTMLElement} */ (event.target).closest("li")?.dataset.code || "";
    event.dataTransfer?.setData("text/plain", held);
  });
  root.addEventListener("dragover", (event) => {
    clear();
    const found = target(event);
    if (!found) return;
    event.preventDefault();
    found.td.classList.add("over");
    const ahead = aheadOf(found.td, event.clientY);
    for (const li of found.td.querySelectorAll("li")) li.classList.toggle("ahead", li.dataset.code === ahead);
  });
  root.addEventListener("dragend", clear);
  root.addEventListener("drop", (event) => {
    const found = target(event);
    clear();
    if (!found) return;
    event.preventDefault();
    const before = aheadOf(found.td, event.clientY);
    if (before !== found.card.code) page.move(found.card, { year: yearIn(found.td), before });
  });
}

/** @param {HTMLElement} from @param {string} pressed @returns {HTMLElement | null} */
function neighbour(from, pressed) {
  const td = /** @type {HTMLElement} */ (from.closest("td"));
  const own = /** @type {HTMLElement[]} */ ([...td.querySelectorAll(".plan-card")]);
  if (pressed === "ArrowUp" || pressed === "ArrowDown") {
    const table = /** @type {HTMLElement} */ (td.closest("table"));
    const all = /** @type {HTMLElement[]} */ ([...table.querySelectorAll(`td[data-year="${td.dataset.year}"] .plan-card`)]);
    return all[all.indexOf(from) + SIDES[pressed]] || null;
  }
  let beside = /** @type {HTMLElement | null} */ (td);
  do beside = /** @type {HTMLElement | null} */ (SIDES[pressed] < 0 ? beside?.previousElementSibling : beside?.nextElementSibling);
  while (beside && !beside.querySelector(".plan-card"));
  const cards = /** @type {HTMLElement[]} */ ([...(beside?.querySelectorAll(".plan-card") || [])]);
  return cards[Math.min(own.indexOf(from), cards.length - 1)] || null;
}

/** @param {Page} page @param {Card} card @param {string} pressed */
function move(page, card, pressed) {
  const by = SIDES[pressed];
  if (pressed === "ArrowUp" || pressed === "ArrowDown") {
    const before = card.year === null ? undefined : step(page.board(), card, by);
    if (before !== undefined) page.move(card, { year: card.year, before });
    return;
  }
  const year = beside(page.board(), card, by);
  if (year !== undefined) page.move(card, { year, before: "" });
}

/** @param {HTMLElement} root @param {Page} page */
export function followKeys(root, page) {
  root.addEventListener("keydown", (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".plan-card"));
    const card = button && cardOf(page.board(), button.dataset.code || "");
    if (!button || !card || !(event.key in SIDES)) return;
    event.preventDefault();
    if (event.ctrlKey) move(page, card, event.key);
    else neighbour(button, event.key)?.focus();
  });
  root.addEventListener("click", (event) => {
    const code = /** @type {HTMLElement} */ (event.target).closest(".plan-card")?.getAttribute("data-code");
    const card = code && cardOf(page.board(), code);
    if (card) page.ask(card);
  });
  root.addEventListener("focusin", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest(".plan-card");
    if (!button) return;
    for (const each of root.querySelectorAll(".plan-card[tabindex='0']")) each.setAttribute("tabindex", "-1");
    button.setAttribute("tabindex", "0");
  });
}
