// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { t } from "../../static/js/lib/messages.js";

const root = new URL("../../", import.meta.url);
const sources = ["static/js/map/", "static/js/lib/"].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true }).map(String).filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(new URL(folder + name, root), "utf8")));
const catalogue = readFileSync(new URL("templates/maps/messages.html", root), "utf8");
const handed = new Set([...catalogue.matchAll(/translate "([^"]+)" as/g)].map((found) => found[1]));
const used = new Set(sources.flatMap((source) => [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1])));

test("every word the map says is handed over for translation", () => {
  assert.deepEqual([...used].filter((msgid) => !handed.has(msgid)), []);
});

test("no word is handed over that the map never says", () => {
  assert.deepEqual([...handed].filter((msgid) => !used.has(msgid)), []);
});

test("placeholders are filled and unknown ones left alone", () => {
  assert.equal(t("{n} compounds near {place}", { n: 3 }), "3 compounds near {place}");
});
