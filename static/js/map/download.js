// @ts-check
// Files that the server may also refuse to write; the refusal is read, not downloaded.
import { h } from "../lib/elements.js";
import { RequestFailed } from "./api.js";

/** @param {string} address @param {string} otherwise the file's name where the server gives none */
export async function download(address, otherwise) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json, */*" } }).catch(() => {
    throw new RequestFailed(0, null);
  });
  if (!answer.ok) throw new RequestFailed(answer.status, await answer.json().catch(() => null));
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "")?.[1] || otherwise;
  const url = URL.createObjectURL(await answer.blob());
  const link = h("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
