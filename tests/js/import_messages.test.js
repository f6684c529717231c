// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const scripts = new URL("../../static/js/", import.meta.url);
const catalogue = readFileSync(new URL("../../templates/imports/messages.html", import.meta.url), "utf8");
const handed = [...catalogue.matchAll(/translate "([^"]+)" as/g)].map((found) => found[1]);

/** The modules of the import pages with all that they import; the catalogue's own module says nothing on these pages. */
function modules() {
  const read = new Map();
  const todo = readdirSync(new URL("imports/", scripts)).map((name) => new URL(`imports/${name}`, scripts));
  for (let url = todo.pop(); url; url = todo.pop()) {
    if (read.has(url.href) || url.pathname.endsWith("lib/messages.js")) continue;
    const source = readFileSync(url, "utf8");
    read.set(url.href, source);
    for (const [, path] of source.matchAll(/from "(\.[^"]+)"/g)) todo.push(new URL(path, url));
  }
  return [...read.values()];
}

const used = new Set(modules().flatMap((source) => [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1])));

test("every word of the import pages is handed over for translation, and no other", () => {
  assert.deepEqual([...used].sort(), [...handed].sort());
});

test("no word is handed over twice", () => {
  assert.equal(new Set(handed).size, handed.length);
});
