// @ts-check
// What a card says of one compound, pipe or point.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { findingForm, publishButton, stageForm } from "./card_forms.js";
import { stageBadge } from "./legend.js";

/** @param {CardReason} each */
function reasonLine(each) {
  const [mark, kind] = each.ok === true ? ["✓", "eligible"] : each.ok === false ? ["✗", "ineligible"] : ["?", "unjudged"];
  const words = each.ok === true ? t("met") : each.ok === false ? t("not met") : t("not yet judged");
  const day = each.recorded_at ? each.recorded_at.slice(0, 10) : "";
  const evidence = [each.evidence, day].filter(Boolean).join(" · ");
  return h("li", {}, h("span", { class: `mark ${kind}`, role: "img", "aria-label": words }, mark),
    h("span", {}, each.label, evidence ? h("small", { class: "low" }, evidence) : null));
}

/** @param {Card["eligibility"]} eligibility */
function eligibilityPart(eligibility) {
  if (!eligibility) return null;
  return h("section", { class: "card-part" },
    h("h3", {}, t("Scope of renovation"), " ", h("span", { class: `verdict ${eligibility.status}` }, eligibility.label)),
    h("ul", { class: "reasons" }, eligibility.reasons.map(reasonLine)));
}

/** @param {Record<string, any>} event */
function when(event) {
  const [from, to] = [event.effective_from, event.effective_to];
  if (from && from === to) return from;
  if (from || to) return `${from || "…"} – ${to || "…"}`;
  return event.unknown_reason_label || event.unknown_reason || t("date not known");
}

/** @param {Record<string, any>} event */
function stageLine(event) {
  const number = event.stage_number || event.number || ["", ...(boot.vocabulary.stages || []).map((each) => each.code)].indexOf(event.stage);
  const note = [event.recorded_by, event.evidence, event.correction_reason].filter(Boolean).join(" · ");
  return h("li", { class: event.is_corrected || event.corrected ? "corrected" : null }, stageBadge(number),
    h("span", {}, event.stage_label || event.label || event.stage, " ", h("time", {}, when(event)), note ? h("small", { class: "low" }, note) : null));
}

/** @param {Card["stages"]} stages */
function stagesPart(stages) {
  if (!stages || !stages.length) return null;
  return h("section", { class: "card-part" }, h("h3", {}, t("Course")), h("ol", { class: "course" }, stages.map(stageLine)));
}

/** @typedef {{canSelect: boolean, closer: any, say: (type: string, detail: any) => void, send: (url: string, data: FormData) => Promise<void>}} Panel */

/** @param {string} key kind:id @param {Card} card @param {Panel} panel @returns {any[]} */
export function cardParts(key, card, panel) {
  const code = key.startsWith("compound:") ? key.slice(9) : "";
  return [
    h("header", { class: "card-head" }, h("div", {}, h("h2", { tabindex: "-1" }, card.title), card.subtitle ? h("p", { class: "low" }, card.subtitle) : null), panel.closer),
    toolsPart(key, code, card, panel),
    card.note ? h("p", { class: "low card-note" }, card.note) : null,
    h("dl", { class: "card-rows" }, card.rows.map(({ label, value }) => h("div", {}, h("dt", {}, label), h("dd", {}, value === "" || value === null ? "—" : String(value))))),
    eligibilityPart(card.eligibility), stagesPart(card.stages), code ? formsPart(card, panel) : null,
  ];
}

/** @param {string} key @param {string} code of a compound @param {Card} card @param {Panel} panel */
function toolsPart(key, code, card, { canSelect, say }) {
  const button = (/** @type {string} */ type, /** @type {string} */ text) => h("button", { type: "button", class: "button", on: { click: () => say(type, { key, code: code || card.compound?.code }) } }, text);
  const select = h("button", { type: "button", class: "button", data: { select: code }, on: { click: () => say("select", { code }) } });
  return h("div", { class: "card-tools" }, code && canSelect ? select : null,
    code ? button("show", t("Show on the map")) : null,
    card.compound ? button("open", t("Its compound")) : null,
    code && card.urls?.page ? h("a", { class: "button", href: card.urls.page }, t("Open its page")) : null,
    card.can?.edit ? button("edit", t("Change it")) : null, card.can?.history ? button("history", t("History")) : null,
    card.can?.mark ? button("mark", card.marks ? t("Marked as wrong ({n})", { n: card.marks }) : t("Mark as wrong")) : null);
}

/** @param {Card} card @param {Panel} panel */
function formsPart(card, { send }) {
  const { actions } = card;
  if (!actions) return null;
  const urls = actions.urls || {};
  return h("section", { class: "card-part card-forms" },
    actions.can_record_stage && actions.next_stage ? stageForm(actions.next_stage, (data) => send(urls.stages || urls.stage, data)) : null,
    actions.can_judge ? findingForm(card.eligibility, (data) => send(urls.findings || urls.finding, data)) : null,
    actions.can_publish ? publishButton((data) => send(urls.publish, data)) : null);
}
