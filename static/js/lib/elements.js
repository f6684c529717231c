// @ts-check
// Builds DOM from plain values; text only ever becomes text nodes.

/**
 * @typedef {Record<string, any> & {on?: Record<string, (event: any) => void>, data?: Record<string, string>}} Props
 * @typedef {any} Child node, text, number, nothing, or a list of these
 */

const SVG = "http://www.w3.org/2000/svg";

/** @param {Element} element @param {Props} props */
function assign(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (name === "data") {
      for (const [key, text] of Object.entries(value)) element.setAttribute(`data-${key}`, String(text));
    } else if (name === "value" || name === "checked" || name === "indeterminate") {
      /** @type {any} */ (element)[name] = value;
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
}

/** @param {Element} element @param {Child[]} children */
function fill(element, children) {
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "object" ? child : String(child));
  }
}

/**
 * @param {string} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, children);
  assign(element, props);
  return element;
}

/** @param {string} tag @param {Props} [props] @param {...Child} children */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, children);
  assign(element, props);
  return element;
}

/** @param {string} id @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`#${id} is not on the page`);
  return element;
}

/** @param {Element} element @param {...Child} children */
export function replace(element, ...children) {
  element.replaceChildren();
  fill(element, children);
}

/**
 * Runs `draw`, then gives the focus back to the element with the same data-key.
 * @param {Element} root @param {() => void} draw
 */
export function keepFocus(root, draw) {
  const active = document.activeElement;
  const key = active && root.contains(active) ? active.getAttribute("data-key") : null;
  draw();
  if (!key) return;
  for (const element of root.querySelectorAll("[data-key]")) {
    if (element.getAttribute("data-key") === key) /** @type {any} */ (element).focus({ preventScroll: true });
  }
}
