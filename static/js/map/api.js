// @ts-check
// The one way to the server: CSRF, JSON, one error shape, and patience when the network is cut.

/** "cut" while a request waits for the network to come back, "restored" after. */
export const network = new EventTarget();

const WAITS_MS = [1000, 3000, 6000];

/** What the server refused, and why. */
export class RequestFailed extends Error {
  /** @param {number} status 0 when the server was not reached @param {any} body */
  constructor(status, body) {
    super((body && (body.error || body.detail)) || "");
    this.status = status;
    this.where = (body && body.where) || null;
    /** @type {Record<string, string[]>} */
    this.fields = (body && body.errors) || {};
  }
}

function csrfToken() {
  const input = document.querySelector("input[name=csrfmiddlewaretoken]");
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return input ? /** @type {HTMLInputElement} */ (input).value : cookie ? cookie[1] : "";
}

/** @param {number} ms @param {AbortSignal} [signal] */
const pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });

let waiting = 0;

/** @param {number} by */
function wait(by) {
  const before = waiting;
  waiting += by;
  if (!before && waiting) network.dispatchEvent(new Event("cut"));
  if (before && !waiting) network.dispatchEvent(new Event("restored"));
}

/**
 * What `read` makes of the answer; asked for again where the network is cut, be it amid the answer.
 * @template T @param {string} url @param {RequestInit} init @param {number[]} waits @param {(response: Response) => Promise<T>} read
 */
async function persistently(url, init, waits, read) {
  let held = 0;
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await read(await fetch(url, init));
      } catch (cut) {
        if (init.signal?.aborted || !(cut instanceof TypeError)) throw cut;
        if (attempt >= waits.length) throw new RequestFailed(0, null);
        if (!held) wait((held = 1));
        await pause(waits[attempt], init.signal || undefined);
      }
    }
  } finally {
    if (held) wait(-1);
  }
}

/** @param {Response} response */
async function bodyOf(response) {
  const type = response.headers.get("Content-Type") || "";
  if (response.redirected && !type.includes("json")) throw new RequestFailed(401, null);
  const body = type.includes("json") ? await response.json() : null;
  if (!response.ok) throw new RequestFailed(response.status, body);
  return body;
}

/** @param {string} url @param {AbortSignal} [signal] @returns {Promise<any>} */
export async function getJson(url, signal) {
  const headers = { Accept: "application/json" };
  return persistently(url, { headers, signal, credentials: "same-origin" }, WAITS_MS, bodyOf);
}

/** Bytes of a tile; empty where there is nothing or nothing to see. @param {string} url @param {AbortSignal} signal */
export async function getBytes(url, signal) {
  return persistently(url, { signal, credentials: "same-origin" }, WAITS_MS, async (response) => {
    if (response.status === 204 || response.status === 404) return new ArrayBuffer(0);
    if (!response.ok) throw new RequestFailed(response.status, null);
    return response.arrayBuffer();
  });
}

/**
 * Sends a change; never repeated by itself.
 * @param {string} url @param {Record<string, any> | FormData} data FormData goes form-encoded
 * @returns {Promise<any>}
 */
export async function post(url, data) {
  const isForm = data instanceof FormData;
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const init = {
    method: "POST",
    credentials: /** @type {const} */ ("same-origin"),
    headers: isForm ? headers : { ...headers, "Content-Type": "application/json" },
    body: isForm ? new URLSearchParams(/** @type {any} */ (data)) : JSON.stringify(data),
  };
  return persistently(url, init, [], bodyOf);
}
