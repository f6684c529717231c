// @ts-check
// Over the map: the district tabs and what a click on a compound does.
import { h, keepFocus, replace, svg } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { makeRoom } from "./phone_room.js";

/** @param {HTMLElement} root @param {any} state @param {LeafletMap} map @param {any} compounds */
export function districtTabs(root, state, map, compounds) {
  const districts = boot.districts || [];
  const all = { code: "", name: t("All street offices"), bounds: boot.county?.bounds };
  const choose = (/** @type {{code: string, bounds?: Bounds}} */ { code, bounds }) => {
    state.set({ district: code ? [code] : [] }, { push: true });
    const inside = compounds.all.filter((/** @type {CompoundProperties} */ each) => each.district === code);
    const around = (!compounds.areTiled && compounds.bounds(inside.map((/** @type {CompoundProperties} */ each) => each.code))) || bounds;
    if (around) map.fitBounds(around, { padding: [20, 60] });
  };
  const tab = (/** @type {{code: string, name: string, bounds?: Bounds}} */ each) => h("button", {
    type: "button", data: { key: `district:${each.code}` }, "aria-pressed": String(state.view.district.join() === each.code), on: { click: () => choose(each) },
  }, each.name);
  root.hidden = !districts.length;
  state.follow(["district"], () => keepFocus(root, () => replace(root, [all, ...districts].map(tab))));
}

/** What lies over the map keeps clear of further lines of tools at the top, and of the columns at the right. @param {HTMLElement} root @param {HTMLElement} more */
function keepClear(root, more) {
  const over = /** @type {HTMLElement} */ (root.parentElement);
  const observer = new ResizeObserver(() => {
    over.parentElement?.style.setProperty("--over", `${Math.max(0, over.offsetHeight - root.offsetHeight)}px`);
    over.parentElement?.style.setProperty("--tools", `${more.offsetWidth}px`);
  });
  for (const each of [over, more]) observer.observe(each);
}

/** Further tools, from the top. */
const GROUPS = ["find", "time", "network", "select", "compare", "edit", "map"];

/** Says "grow". */
export class Tools extends EventTarget {
  /** @param {HTMLElement} root @param {any} state @param {any} selection @param {{canSelect: boolean}} may */
  constructor(root, state, selection, { canSelect }) {
    super();
    this.root = root;
    this.state = state;
    this.selection = selection;
    for (const button of root.querySelectorAll("[data-tool]")) /** @type {HTMLElement} */ (button).hidden = !canSelect;
    root.toggleAttribute("data-bare", !canSelect);
    this.more = /** @type {HTMLElement} */ (document.getElementById("more-tools"));
    this.opener = root.querySelector("[data-more]");
    this.opener?.addEventListener("click", () => this.#unfold(!this.more.classList.contains("is-open")));
    for (const button of root.querySelectorAll("button[data-tool]")) {
      button.addEventListener("click", () => this.#use(button.getAttribute("data-tool") || ""));
    }
    keepClear(root, this.more);
    state.follow(["tool"], () => this.#mark());
    selection.addEventListener("weighed", () => this.#mark());
  }

  /** A further tool. @param {{group: string, key: string, label: string, icon: string, onClick: () => void}} tool icon: path in an 18 × 18 box */
  add({ group, key, label, icon, onClick }) {
    const picture = svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("path", { d: icon }));
    const use = () => (this.#unfold(false), onClick());
    this.#group(group).append(h("button", { type: "button", title: label, data: { key }, on: { click: use } }, picture, h("span", {}, label)));
  }

  /** On a phone. @param {boolean} isOpen */
  #unfold(isOpen) {
    this.more.classList.toggle("is-open", isOpen);
    this.opener?.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) makeRoom();
  }

  /** @param {string} name */
  #group(name) {
    const found = this.more.querySelector(`[data-group="${name}"]`);
    if (found) return found;
    const made = h("div", { class: "tool-group", role: "group", data: { group: name } });
    const after = (/** @type {HTMLElement[]} */ ([...this.more.querySelectorAll("[data-group]")])).find((each) => GROUPS.indexOf(each.dataset.group || "") > GROUPS.indexOf(name));
    this.more.insertBefore(made, after || null);
    return made;
  }

  /** @param {string} tool */
  #use(tool) {
    if (tool === "grow") this.dispatchEvent(new Event("grow"));
    else this.state.set({ tool: tool === "look" ? "" : tool });
  }

  #mark() {
    const tool = this.state.view.tool || "look";
    for (const button of this.root.querySelectorAll("button[data-tool]")) {
      const name = button.getAttribute("data-tool");
      if (name !== "grow") button.setAttribute("aria-pressed", String(name === tool));
      else button.toggleAttribute("disabled", !this.selection.weighed?.ring.length || this.selection.isLocked);
    }
  }
}

/** Tabs that show one panel at a time. @param {HTMLElement} tablist @param {(id: string) => void} [shown] @returns {(id: string) => void} chooses one */
export function tabs(tablist, shown) {
  const all = /** @type {HTMLElement[]} */ ([...tablist.querySelectorAll("[role=tab]")]);
  const offered = () => all.filter((each) => !each.hidden);
  const choose = (/** @type {string} */ id) => {
    for (const each of all) {
      const panel = each.getAttribute("aria-controls") || "";
      each.setAttribute("aria-selected", String(panel === id));
      each.tabIndex = panel === id ? 0 : -1;
      const element = document.getElementById(panel);
      if (element) element.hidden = panel !== id;
    }
    shown?.(id);
  };
  all.forEach((each) => {
    each.addEventListener("click", () => choose(each.getAttribute("aria-controls") || ""));
    each.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const some = offered();
      const next = some[(some.indexOf(each) + step + some.length) % some.length];
      choose(next.getAttribute("aria-controls") || "");
      next.focus();
    });
  });
  return choose;
}
