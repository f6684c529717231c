// @ts-check
// One upload: progress, cancel, and what the server or the network made of it.
import { t } from "../lib/messages.js";

/** @typedef {{url: string} | {error: string, cancelled?: boolean}} Outcome */

/** @param {XMLHttpRequest} request @param {number} percent @returns {Outcome} */
function outcome(request, percent) {
  const body = request.response;
  if (request.status === 0) return { error: t("The connection was lost ({percent} sent). Nothing was stored. Check the network, then send again.", { percent: `${percent} %` }) };
  if (request.status < 400 && body?.url) return { url: body.url };
  if (body?.error) return { error: [body.error, ...Object.values(body.errors || {}).flat()].filter((each, i, all) => all.indexOf(each) === i).join(" ") };
  if (request.status === 413) return { error: t("The server takes no delivery of this size. Send it in several parts.") };
  if (request.status === 403 || request.status < 400) return { error: t("You were signed out. Sign in again in another tab, then send again; your choice is kept here.") };
  return { error: t("The server could not take the files (error {status}). Try again in a minute.", { status: request.status }) };
}

/** Sends a form with its files. */
export class Sending {
  /** @param {string} url @param {FormData} data @param {string} csrfToken @param {(sent: number, total: number) => void} onProgress */
  constructor(url, data, csrfToken, onProgress) {
    this.request = new XMLHttpRequest();
    this.request.open("POST", url);
    this.request.responseType = "json";
    this.request.setRequestHeader("Accept", "application/json");
    this.request.setRequestHeader("X-CSRFToken", csrfToken);
    let percent = 0;
    this.request.upload.addEventListener("progress", ({ loaded, total }) => {
      percent = Math.floor((100 * loaded) / (total || 1));
      onProgress(loaded, total);
    });
    /** @type {Promise<Outcome>} */
    this.done = new Promise((resolve) => {
      this.request.addEventListener("abort", () => resolve({ error: t("Cancelled. Nothing was stored."), cancelled: true }));
      for (const end of ["load", "error", "timeout"]) this.request.addEventListener(end, () => resolve(outcome(this.request, percent)));
    });
    this.request.send(data);
  }

  cancel() {
    this.request.abort();
  }
}
