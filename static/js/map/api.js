// @ts-check
// The one way to the server: CSRF, JSON, one error shape, and patience for as long as the network is cut.

/** "cut" while a request waits for the network to come back, "restored" after. */
export const network = new EventTarget();

// The last repeats.
const WAITS_MS = [1000, 3000, 6000];
const MODULE_UNREACHED = /dynamically imported module/i;

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
 * What `ask` gives; asked again for as long as the network is cut, be it amid the answer: no part of the page keeps what
 * is no longer true, and nobody has to reload it.
 * @template T @param {() => Promise<T>} ask @param {(failed: TypeError) => boolean} isCut @param {AbortSignal} [signal]
 */
async function persistently(ask, isCut, signal) {
  let held = 0;
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await ask();
      } catch (failed) {
        if (signal?.aborted || !(failed instanceof TypeError && isCut(failed))) throw failed;
        if (!held) wait((held = 1));
        await pause(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)], signal);
      }
    }
  } finally {
    if (held) wait(-1);
  }
}

/** @template T @param {string} url @param {RequestInit & {signal?: AbortSignal}} init @param {(response: Response) => Promise<T>} read */
const asked = (url, init, read) => persistently(async () => read(await fetch(url, init)), () => true, init.signal);

/** A module that is loaded when it is first wanted. @template T @param {() => Promise<T>} load */
export const reached = (load) => persistently(load, ({ message }) => MODULE_UNREACHED.test(message));

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
  return asked(url, { headers, signal, credentials: "same-origin" }, bodyOf);
}

/** Bytes of a tile; empty where there is nothing or nothing to see. @param {string} url @param {AbortSignal} signal */
export async function getBytes(url, signal) {
  return asked(url, { signal, credentials: "same-origin" }, async (response) => {
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
  try {
    return await bodyOf(await fetch(url, init));
  } catch (failed) {
    throw failed instanceof TypeError ? new RequestFailed(0, null) : failed;
  }
}
