// @ts-check
// Short words to the user, spoken by screen readers.
import { h } from "../lib/elements.js";
import { t } from "../lib/messages.js";
import { RequestFailed, network } from "./api.js";

const LASTS_MS = 7000;

/** @param {unknown} failed */
export function reason(failed) {
  if (!(failed instanceof RequestFailed)) return t("The page ran into an error; reload it.");
  const problems = failed.where?.problems || [];
  if (problems.length) return problems.map((/** @type {Problem | string} */ each) => (typeof each === "string" ? each : [each.message, each.repair].filter(Boolean).join(" "))).join("\n");
  if (failed.message) return failed.message;
  const fields = Object.values(failed.fields).flat();
  if (fields.length) return fields.join(" ");
  if (failed.status === 0) return t("The network is cut. Try again when it is back.");
  if (failed.status === 401) return t("You were signed out. Sign in again; the address keeps your selection.");
  if (failed.status === 404) return t("Not found, or not for you to see. Are you still signed in?");
  if (failed.status === 409) return t("Somebody else changed this meanwhile. Reload to see their version.");
  return t("The server could not do this (error {status}). Try again.", { status: failed.status });
}

/** Toasts over the map. */
export class Notices {
  /** @param {HTMLElement} root aria-live */
  constructor(root) {
    this.root = root;
    const held = h("p", { class: "notice warn" }, t("The network is cut; trying again…"));
    network.addEventListener("cut", () => root.append(held));
    network.addEventListener("restored", () => held.remove());
  }

  /** @param {string} text @param {"good" | "bad"} [kind] */
  say(text, kind = "good") {
    const close = h("button", { type: "button", class: "close", "aria-label": t("Close"), on: { click: () => notice.remove() } }, "×");
    const notice = h("p", { class: `notice ${kind}` }, text, close);
    for (const old of this.root.querySelectorAll(".notice:not(.warn)")) old.remove();
    this.root.append(notice);
    if (kind === "good") setTimeout(() => notice.remove(), LASTS_MS);
  }

  /** @param {unknown} failed */
  fail(failed) {
    if (/** @type {any} */ (failed)?.name === "AbortError") return;
    this.say(reason(failed), "bad");
  }
}
