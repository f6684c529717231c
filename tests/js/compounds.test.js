import assert from "node:assert/strict";
import test from "node:test";

const BOOT = { vocabulary: { stages: [{ code: "planned", label: "" }], cohorts: [{ code: "first", label: "" }] }, districts: [{ code: "1", name: "" }] };
globalThis.document = /** @type {any} */ ({
  documentElement: { lang: "en" },
  getElementById: (/** @type {string} */ id) => (id === "boot" ? { textContent: JSON.stringify(BOOT) } : null),
});
const { Compounds } = await import("../../static/js/map/compounds.js");

const compound = /** @type {any} */ ({ code: "A", stage: "planned", cohort: "second", district: "1" });
const view = (/** @type {Record<string, string[]>} */ asked) => /** @type {any} */ ({ stage: [], eligibility: [], cohort: [], district: [], ...asked });
const isShown = (/** @type {Record<string, string[]>} */ asked) => new Compounds().isShown(compound, view(asked));

test("a code that nobody offers asks for nothing, as the server reads it", () => {
  assert.equal(isShown({ cohort: ["by_2000"] }), true);
  assert.equal(isShown({ cohort: ["by_2000", "first"] }), false);
  assert.equal(isShown({ stage: ["planned", "dreamt"] }), true);
});

test("nothing at all is asked for by a dash, and what has no stage by none", () => {
  assert.equal(isShown({ stage: ["-"] }), false);
  assert.equal(isShown({ stage: ["none"] }), false);
});
