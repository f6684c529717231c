// @ts-check
// The tables and bars of the basket.
import { h } from "../lib/elements.js";
import { area, count, isChinese, joined, length, money } from "../lib/format.js";
import { compounds, label, language, t } from "../lib/messages.js";
import { lineSwatch, stageBadge } from "./legend.js";
import { CLASS_LOOKS } from "./styles.js";

/** @param {Record<string, any>} totals @returns {[string, {value: string, unit: string}][]} */
function figures(totals) {
  // English says it in the name of the figure.
  const plain = (/** @type {unknown} */ value, /** @type {string} */ unit) => ({ value: count(value), unit: isChinese(language) ? unit : "" });
  return [
    [t("Households"), plain(totals.households, t("hh."))],
    [t("Buildings"), plain(totals.buildings, t("bldg."))],
    [t("Floor area"), area(totals.floor_area_m2, language)],
    [t("Estimate"), money(totals.estimate_cny, language)],
    [t("Pipe and cable"), length(totals.metres)],
    [t("To consult"), plain(totals.organisations, t("org."))],
  ];
}

/** @param {Record<string, any>} totals */
export function figuresPart(totals) {
  return h("dl", { class: "six" }, figures(totals).map(([name, { value, unit }]) =>
    h("div", {}, h("dt", {}, name), h("dd", {}, value, " ", h("small", {}, unit)))));
}

/** One sentence for screen readers. @param {Weighed} weighed */
export function spoken({ members, totals, connected, problems }) {
  const parts = [compounds(members.length), ...figures(totals).map(([name, figure]) => `${name} ${joined(figure)}`)];
  parts.push(connected ? t("One connected piece") : t("Not one piece"));
  if (problems.length) parts.push(t("Points to mind: {n}", { n: problems.length }));
  return parts.join(", ");
}

/** @param {string} title @param {string} note @param {...any} body */
function part(title, note, ...body) {
  return h("section", { class: "basket-part" }, h("div", { class: "part-head" }, h("h3", {}, title), note ? h("span", { class: "low" }, note) : null), body);
}

/** @param {Member[]} members @param {any} selection @param {(code: string) => void} open */
export function membersPart(members, selection, open) {
  const sorted = [...members].sort((a, b) => Number(b.estimate_cny || 0) - Number(a.estimate_cny || 0));
  const unit = money(1, language).unit;
  const heads = [t("Compound"), t("Stage"), t("Households"), [t("Estimate"), h("small", {}, unit)]].map((text, i) => h("th", { scope: "col", class: i > 1 ? "number" : null }, text));
  const table = h("table", { class: "compact members" },
    h("thead", {}, h("tr", {}, heads, selection.isLocked ? null : h("th", {}, h("span", { class: "visually-hidden" }, t("Take off the list"))))),
    h("tbody", {}, sorted.map((each) => memberRow(each, selection, open))));
  return part(t("Chosen compounds"), t("by estimate"), table);
}

/** @param {Member} each @param {any} selection @param {(code: string) => void} open */
function memberRow(each, selection, open) {
  const stage = label("stages", each.stage) || t("Not yet surveyed");
  const remove = h("button", {
    type: "button", class: "remove", data: { key: `remove:${each.code}` },
    "aria-label": t("Take {name} off the list", { name: each.name }), on: { click: () => selection.toggle(each.code) },
  }, "×");
  const mark = each.eligibility === "eligible" ? null
    : h("span", { class: `mark ${each.eligibility}`, role: "img", "aria-label": label("eligibility", each.eligibility), title: label("eligibility", each.eligibility) }, each.eligibility === "ineligible" ? "✗" : "?");
  return h("tr", {},
    h("td", {}, h("button", { type: "button", class: "link", data: { key: `member:${each.code}` }, on: { click: () => open(each.code) } }, each.name), mark),
    h("td", { class: "stage-cell", title: stage }, stageBadge(each.stage_number || 0), " ", stage),
    h("td", { class: "number" }, count(each.household_count)), h("td", { class: "number" }, money(each.estimate_cny, language).value),
    selection.isLocked ? null : h("td", { class: "tight" }, remove));
}

/** @param {Record<string, number>} cohorts */
export function cohortsPart(cohorts) {
  const shown = Object.entries(cohorts).filter(([, n]) => n);
  if (!shown.length) return null;
  return part(t("Cohorts of the target"), "", h("ul", { class: "cohorts" }, shown.map(([code, n]) => h("li", {}, h("span", {}, label("cohorts", code)), h("b", {}, count(n))))));
}

/** Rows of one class together, the longest first. @param {Line[]} lines */
function byClass(lines) {
  /** @type {Map<string, {label: string, metres: number, rows: Line[]}>} */
  const groups = new Map();
  for (const line of lines) {
    const group = groups.get(line.network_class) || { label: line.class_label, metres: 0, rows: [] };
    group.metres += line.metres;
    group.rows.push(line);
    groups.set(line.network_class, group);
  }
  return [...groups].sort(([, a], [, b]) => b.metres - a.metres);
}

/** @param {number} share 0–1 @param {string} colour @param {string} [kind] */
function bar(share, colour, kind = "") {
  const filled = h("i", {});
  filled.style.width = `${Math.max(1, share * 100).toFixed(1)}%`;
  filled.style.background = colour;
  return h("span", { class: `bar ${kind}`, "aria-hidden": "true" }, filled);
}

/** @param {Line[]} lines */
export function linesPart(lines) {
  if (!lines.length) return null;
  const groups = byClass(lines);
  const longest = groups[0][1].metres || 1;
  const body = groups.flatMap(([code, group]) => {
    const { colour } = CLASS_LOOKS[code] || CLASS_LOOKS.QT;
    const head = h("tr", { class: "class-row" }, h("th", { scope: "row" }, lineSwatch(code), group.label), h("td", {}, bar(group.metres / longest, colour)), h("td", { class: "number" }, joined(length(group.metres))));
    const owners = group.rows.sort((a, b) => b.metres - a.metres).map((row) => h("tr", { class: "owner-row" },
      h("td", {}, row.owner_name || t("Not on record")), h("td", {}, bar(row.metres / longest, colour, "thin")), h("td", { class: "number" }, joined(length(row.metres)))));
    return [head, ...owners];
  });
  return part(t("Pipes and cables inside"), t("by class and right-holder"), h("table", { class: "lines" }, h("tbody", {}, body)));
}

/** @param {Weighed["organisations"]} organisations */
export function organisationsPart(organisations) {
  if (!organisations.length) return null;
  return part(t("To be consulted"), count(organisations.length), h("ul", { class: "organisations" }, organisations.map((each) =>
    h("li", {}, each.name, " ", h("small", { class: "low" }, each.role_label || each.role)))));
}
