// @ts-check
// What is closed, and the address that asks about it.

const ADDRESS = "/map/trace/trace.json";

/** What is closed once one more thing was clicked: a second click opens it again. @param {string[]} closed @param {string} key */
export const toggled = (closed, key) => (closed.includes(key) ? closed.filter((each) => each !== key) : [...closed, key]);

/** @param {string[]} closed kind:id */
export const traceUrl = (closed) => `${ADDRESS}?${closed.map((key) => `close=${key}`).join("&")}`;
