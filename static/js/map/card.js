// @ts-check
// Everything known of one compound, pipe or point; where allowed, the forms that add to it.
import { h, replace } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { getJson, post } from "./api.js";
import { findingForm, publishButton, stageForm } from "./card_forms.js";
import { stageBadge } from "./legend.js";
import { reason } from "./notices.js";

/** @param {string} key kind:id */
function address(key) {
  const at = key.indexOf(":");
  return `/map/cards/${key.slice(0, at)}/${encodeURIComponent(key.slice(at + 1))}.json`;
}

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

/** Panel of the card; says "changed" after a change, "select" with {code} and "close". */
export class CardPanel extends EventTarget {
  /** @param {HTMLElement} root @param {any} state @param {{canSelect: boolean}} may */
  constructor(root, state, { canSelect }) {
    super();
    this.root = root;
    this.state = state;
    this.canSelect = canSelect;
    this.abort = new AbortController();
    state.follow(["card"], () => this.open());
    state.follow(["basket"], () => this.#markSelected());
  }

  async open() {
    this.abort.abort();
    this.abort = new AbortController();
    const key = this.state.view.card;
    if (!key) return replace(this.root, h("p", { class: "low hint" }, t("Click a compound, a pipe or a cable to see what is known of it.")));
    try {
      this.#draw(key, await getJson(address(key), this.abort.signal));
    } catch (failed) {
      if (/** @type {any} */ (failed).name !== "AbortError") replace(this.root, this.#closer(), h("p", { class: "problem" }, reason(failed)));
    }
  }

  /** @param {string} key @param {Card} card */
  #draw(key, card) {
    const code = key.startsWith("compound:") ? key.slice(9) : "";
    replace(this.root,
      h("header", { class: "card-head" }, h("div", {}, h("h2", { tabindex: "-1" }, card.title), card.subtitle ? h("p", { class: "low" }, card.subtitle) : null), this.#closer()),
      code ? this.#tools(code, card.urls?.page) : null,
      card.note ? h("p", { class: "low card-note" }, card.note) : null,
      h("dl", { class: "card-rows" }, card.rows.map(({ label, value }) => h("div", {}, h("dt", {}, label), h("dd", {}, value === "" || value === null ? "—" : String(value))))),
      eligibilityPart(card.eligibility), stagesPart(card.stages), code ? this.#forms(card) : null);
    this.root.scrollTop = 0;
    this.#markSelected();
  }

  #closer() {
    return h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => this.state.set({ card: "" }, { push: true }) } }, "×");
  }

  /** @param {string} code @param {string | undefined} page */
  #tools(code, page) {
    const select = h("button", { type: "button", class: "button", data: { select: code }, on: { click: () => this.#say("select", { code }) } });
    return h("div", { class: "card-tools" }, this.canSelect ? select : null,
      h("button", { type: "button", class: "button", on: { click: () => this.#say("show", { code }) } }, t("Show on the map")),
      page ? h("a", { class: "button", href: page }, t("Open its page")) : null);
  }

  #markSelected() {
    const button = this.root.querySelector("[data-select]");
    if (!button) return;
    const chosen = this.state.view.basket.includes(button.getAttribute("data-select"));
    button.setAttribute("aria-pressed", String(chosen));
    button.textContent = chosen ? t("Take off the list") : t("Put on the list");
  }

  /** @param {Card} card */
  #forms(card) {
    const { actions } = card;
    if (!actions) return null;
    const urls = actions.urls || {};
    const send = async (/** @type {string} */ url, /** @type {FormData} */ data) => {
      await post(url, data);
      this.#say("changed", {});
      await this.open();
    };
    return h("section", { class: "card-part card-forms" },
      actions.can_record_stage && actions.next_stage ? stageForm(actions.next_stage, (data) => send(urls.stages || urls.stage, data)) : null,
      actions.can_judge ? findingForm(card.eligibility, (data) => send(urls.findings || urls.finding, data)) : null,
      actions.can_publish ? publishButton((data) => send(urls.publish, data)) : null);
  }

  /** @param {string} type @param {any} detail */
  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
