// @ts-check
// What can be done with the selection: save, freeze, a new version, dissolve, export; each asked for in a dialog.
import { h } from "../lib/elements.js";
import { boot, t } from "../lib/messages.js";
import { post } from "./api.js";
import { ask, field } from "./asking.js";
import { defaultYear } from "./selection.js";

const CREATE = "/planning/bundles/";

/** @param {string} text @param {() => void} act @param {{kind?: string, disabled?: boolean}} [how] */
function button(text, act, { kind = "", disabled = false } = {}) {
  return h("button", { type: "button", class: `button ${kind}`, disabled, data: { key: `act:${text}` }, on: { click: act } }, text);
}

/** @param {any} selection @returns {boolean} */
const crosses = (selection) => (selection.weighed?.problems || []).some((/** @type {Problem} */ each) => /district|street/.test(each.rule));

/** @param {any} selection @returns {string} */
function proposedName(selection) {
  const { members = [] } = selection.weighed || {};
  if (!members.length) return "";
  return t("{name} and neighbours", { name: members[0].name });
}

/** @param {any} selection @param {any} notices */
function save(selection, notices) {
  const { bundle, state } = selection;
  const year = state.view.year || bundle?.plan_year || defaultYear();
  const why = bundle?.exception_reason || "";
  ask({
    title: bundle ? t("Save the draft") : t("Save as a draft bundle"), action: t("Save"),
    body: [
      field(t("Name"), h("input", { name: "name", required: true, maxlength: 80, value: bundle?.name || proposedName(selection) })),
      field(t("Plan year"), h("input", { name: "plan_year", type: "number", min: 2020, max: 2100, required: true, value: String(year) })),
      crosses(selection) || why ? field(t("Why the district border is crossed"), h("textarea", { name: "exception_reason", maxlength: 400, value: why }), t("Only as an exception, with a reason.")) : null,
    ],
    send: async (data) => {
      const body = { name: data.get("name"), plan_year: Number(data.get("plan_year")), codes: selection.codes, exception_reason: data.get("exception_reason") || "" };
      selection.take(await (bundle ? post(bundle.urls.save, { ...body, revision: bundle.revision }) : post(CREATE, body)));
      notices.say(t("The draft is saved."));
    },
  });
}

/** @param {any} selection @param {any} notices */
function freeze(selection, notices) {
  const { bundle } = selection;
  ask({
    title: t("Freeze {bundle}?", { bundle: `${bundle.number} v${bundle.version}` }), action: t("Freeze"),
    body: [h("p", {}, t("Members, boundaries and figures become a numbered record that a tender can cite. Later changes need a new version."))],
    send: async () => {
      selection.take(await post(bundle.urls.freeze, { revision: bundle.revision }));
      notices.say(t("The bundle is frozen."));
    },
  });
}

/** @param {any} selection @param {any} notices */
function newVersion(selection, notices) {
  const { bundle } = selection;
  ask({
    title: t("Draft version {n}?", { n: bundle.version + 1 }), action: t("Make the draft"),
    body: [h("p", {}, t("The frozen version stays in force until the new one is frozen."))],
    send: async () => {
      selection.take(await post(bundle.urls.versions, {}));
      notices.say(t("A new draft version is open."));
    },
  });
}

/** @param {any} selection @param {any} notices */
function dissolve(selection, notices) {
  const { bundle } = selection;
  ask({
    title: t("Dissolve {bundle}?", { bundle: `${bundle.number} v${bundle.version}` }), action: t("Dissolve"), danger: true,
    body: [h("p", {}, t("Its compounds become free for other bundles of the year. The record stays.")),
      field(t("Reason"), h("textarea", { name: "reason", required: true, maxlength: 400 }))],
    send: async (data) => {
      selection.take(await post(bundle.urls.dissolve, { reason: data.get("reason") }));
      notices.say(t("The bundle is dissolved."));
    },
  });
}

/** @param {BundleRecord} bundle */
function links({ urls }) {
  const one = (/** @type {string} */ href, /** @type {string} */ text, download = true) => (href ? h("a", { class: "button", href, download }, text) : null);
  return [one(urls.xlsx, "xlsx"), one(urls.gpkg, "GeoPackage"), one(urls.page, t("Its page"), false), one(urls.responsibility, t("Responsibility table"), false)];
}

/** @param {any} selection @param {any} notices */
export function actionsPart(selection, notices) {
  const { bundle, codes, hasUnsaved, supposed } = selection;
  if (!bundle && (!codes.length || !boot.can.plan)) return null;
  const can = bundle ? bundle.can : { save: true };
  const row = [
    can.save ? button(bundle ? t("Save the draft") : t("Save as a draft bundle"), () => save(selection, notices), { kind: bundle && !hasUnsaved ? "" : "primary", disabled: !codes.length }) : null,
    can.freeze ? button(t("Freeze"), () => freeze(selection, notices), { kind: hasUnsaved || supposed ? "" : "primary", disabled: hasUnsaved || !!supposed }) : null,
    can.version ? button(t("New version"), () => newVersion(selection, notices), { kind: "primary" }) : null,
    can.dissolve ? button(t("Dissolve"), () => dissolve(selection, notices), { kind: "danger" }) : null,
  ];
  return h("footer", { class: "basket-actions" }, h("div", {}, row),
    can.freeze && supposed ? h("p", { class: "supposed-note" }, t("What is supposed cannot be frozen; end the supposition first.")) : null, bundle ? h("div", { class: "exports" }, h("span", { class: "low" }, t("Export")), links(bundle)) : null);
}
