// @ts-check
// The small form of a drawn thing, built from what the server declares.
import { h } from "../../lib/elements.js";
import { t } from "../../lib/messages.js";

/** @typedef {{name: string, label: string, kind: "text" | "number" | "choice", required: boolean, help: string, initial: any, choices?: [string, string][], least?: number, most?: number, step?: any, longest?: number}} Field */

/** @param {Field} field @param {any} value */
export function control(field, value) {
  const shown = value ?? field.initial ?? "";
  const common = { name: field.name, required: field.required, autocomplete: "off" };
  if (field.kind === "choice") {
    const options = (field.choices || []).map(([code, label]) => h("option", { value: code, selected: String(shown) === code }, label));
    return h("select", common, options);
  }
  if (field.kind === "number") {
    return h("input", { ...common, type: "number", min: field.least, max: field.most, step: field.step, inputmode: "decimal", value: shown });
  }
  return h("input", { ...common, type: "text", maxlength: field.longest, value: shown });
}

/** @param {Field[]} fields @param {Record<string, any>} values */
export function fieldset(fields, values) {
  return h("div", { class: "edit-fields" }, fields.map((field) =>
    h("label", { class: "ask-field", data: { field: field.name } },
      h("span", {}, field.label, field.required ? h("b", { "aria-hidden": "true" }, " *") : null),
      control(field, values[field.name]),
      field.help ? h("small", { class: "low" }, field.help) : null)));
}

/** Where the server lets something pass for a reason only. */
export const reasonField = () => h("label", { class: "ask-field", data: { field: "reason" } }, h("span", {}, t("Reason")), h("input", { type: "text", maxlength: 400 }));

/** @param {HTMLElement} root @returns {Record<string, string>} */
export function valuesIn(root) {
  const controls = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[name], select[name]"));
  return Object.fromEntries([...controls].map((each) => [each.name, each.value]));
}

/** Shows what the server refused beside its field; answers what belongs to no field. @param {HTMLElement} root @param {Record<string, string[]>} errors */
export function showErrors(root, errors) {
  for (const old of root.querySelectorAll(".field-problem")) old.remove();
  for (const old of root.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  /** @type {string[]} */
  const rest = [];
  for (const [name, messages] of Object.entries(errors)) {
    const label = root.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const input = label?.querySelector("input, select");
    if (!label || !input) rest.push(...messages);
    else {
      input.setAttribute("aria-invalid", "true");
      label.append(h("small", { class: "field-problem", role: "alert" }, messages.join(" ")));
    }
  }
  /** @type {HTMLElement | null} */ (root.querySelector("[aria-invalid]"))?.focus();
  return rest;
}
