// @ts-check
// Matching: another column chosen shows its samples and its words.
import { byId, h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { sendOnce } from "./once.js";
import { pageData } from "./page_data.js";

/** @typedef {{name: string, samples: string[], values: string[] | null}} Heading */

const SAMPLES = 3;
const columns = pageData("columns-data");

/** @param {string} name @returns {Heading | undefined} */
const heading = (name) => columns.headings.find((/** @type {Heading} */ each) => each.name === name);

/** @param {string} field @param {string} word @param {number} index */
function wordRow(field, word, index) {
  const options = [["", t("as it stands")], ...columns.choices[field]];
  const guess = columns.guesses[field]?.[word] || "";
  const select = h("select", { name: `code-${field}-${index}`, "aria-label": t("Meaning of {word}", { word }), value: guess },
    options.map(([code, label]) => h("option", { value: code }, label)));
  select.value = guess;
  const hidden = h("input", { type: "hidden", name: `word-${field}-${index}`, value: word });
  return h("tr", {}, h("td", {}, word || "—", hidden), h("td", {}, select));
}

/** @param {Element} body of one field @param {Heading | undefined} chosen */
function showWords(body, chosen) {
  const field = /** @type {HTMLElement} */ (body).dataset.field || "";
  const row = /** @type {HTMLElement | null} */ (body.querySelector("tr.words"));
  if (!row || !columns.choices[field]) return;
  const values = chosen?.values || [];
  const rows = /** @type {Element} */ (row.querySelector("table tbody"));
  replace(rows, values.map((word, index) => wordRow(field, word, index)));
  /** @type {Element} */ (row.querySelector(".words-count")).textContent = String(values.length);
  row.hidden = !values.length;
}

/** @param {Element} body */
function follow(body) {
  const select = /** @type {HTMLSelectElement} */ (body.querySelector("select[name^=heading-]"));
  const mark = () => body.classList.toggle("unmatched", !select.value);
  select.addEventListener("change", () => {
    const chosen = heading(select.value);
    const samples = (chosen?.samples || []).slice(0, SAMPLES).map((each) => h("span", { class: "sample" }, each));
    replace(/** @type {Element} */ (body.querySelector("td.samples > span")), samples);
    showWords(body, chosen);
    mark();
    warnTwice();
  });
  mark();
}

/** One column for two fields is rarely meant. */
function warnTwice() {
  const selects = /** @type {HTMLSelectElement[]} */ ([...byId("match").querySelectorAll("select[name^=heading-]")]);
  for (const select of selects) {
    const twice = select.value && selects.some((other) => other !== select && other.value === select.value);
    const text = twice ? t("This column is taken for another field, too.") : "";
    let note = select.parentElement?.querySelector(".twice");
    if (!note && text) select.after((note = h("small", { class: "twice low", role: "status" })));
    if (note) note.textContent = text;
  }
}

/** The day counts only where something ends. */
function followMode() {
  const day = /** @type {HTMLElement | null} */ (document.querySelector(".ended-on"));
  const draw = () => {
    const replaces = !!document.querySelector("input[name=mode][value=replace]:checked");
    if (day) day.hidden = !replaces;
  };
  document.querySelectorAll("input[name=mode]").forEach((radio) => radio.addEventListener("change", draw));
  draw();
}

document.querySelectorAll(".match-field").forEach(follow);
warnTwice();
followMode();
sendOnce(document);
