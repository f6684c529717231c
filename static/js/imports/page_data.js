// @ts-check
// What the page hands over as JSON.

/** @param {string} id of a json_script @returns {any} nothing where the page has none */
export function pageData(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent || "null") : null;
}
