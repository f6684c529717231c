// @ts-check
// Questions in native dialogs.
import { h, replace } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { reason } from "./notices.js";

/**
 * Asks in a modal dialog; `send` keeps it open by throwing.
 * @param {{title: string, body: any[], action: string, send: (data: FormData) => Promise<void>, danger?: boolean}} question
 */
export function ask({ title, body, action, send, danger }) {
  const problem = h("p", { class: "problem", role: "alert", hidden: true });
  const submit = h("button", { class: `button ${danger ? "danger" : "primary"}`, value: "yes" }, action);
  const cancel = h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, t("Cancel"));
  const form = h("form", { method: "dialog" }, h("h2", {}, title), body, problem, h("div", { class: "dialog-actions" }, submit, cancel));
  const opener = document.activeElement;
  const home = opener?.closest("#edit, #basket, #card, #proposals");
  const dialog = h("dialog", { class: "question", "aria-label": title }, form);
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    submit.disabled = true;
    problem.hidden = true;
    try {
      await send(new FormData(form));
      dialog.close();
    } catch (failed) {
      replace(problem, reason(failed));
      problem.hidden = false;
    } finally {
      submit.disabled = false;
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The answer has drawn the panel anew: the keyboard goes on at its head.
    if (opener && !opener.isConnected) /** @type {any} */ (home?.querySelector("h2[tabindex]") || home)?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** A labelled field. @param {string} text @param {any} control @param {string} [help] */
export function field(text, control, help) {
  return h("label", { class: "ask-field" }, h("span", {}, text), control, help ? h("small", { class: "low" }, help) : null);
}
