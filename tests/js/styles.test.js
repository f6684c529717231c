// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CLASS_LOOKS, STAGE_COLOURS, compoundStyle, drawOrder, lane, lineStyle } from "../../static/js/map/styles.js";

const site = readFileSync(new URL("../../static/css/site.css", import.meta.url), "utf8");
const pipe = { network_class: "JS", placement: "ZM", accuracy: "surveyed", status: "in_use" };

test("map and style sheet agree on every stage colour", () => {
  STAGE_COLOURS.forEach((colour, stage) => assert.ok(site.includes(`--stage-${stage}: ${colour};`), `stage ${stage}`));
});

test("uncertain position is dashed, sure position is not", () => {
  assert.deepEqual(lineStyle(pipe, 17).dash, []);
  for (const accuracy of ["inferred", "unknown", "design"]) {
    assert.ok(lineStyle({ ...pipe, accuracy }, 17).dash.length > 0, accuracy);
  }
});

test("an accuracy that the viewer may not know is not drawn as uncertain", () => {
  assert.deepEqual(lineStyle({ ...pipe, accuracy: null }, 17).dash, []);
});

test("overhead lines are thin and carry ticks", () => {
  const overhead = lineStyle({ ...pipe, network_class: "DL", placement: "JK" }, 17);
  assert.ok(overhead.ticks && overhead.width < lineStyle(pipe, 17).width);
});

test("a planned line is white dashes in the colour of its class, whatever else is known of it", () => {
  const planned = lineStyle({ ...pipe, status: "planned", accuracy: "design" }, 17);
  assert.deepEqual([planned.colour, planned.casing, planned.planned], ["#ffffff", CLASS_LOOKS.JS.colour, true]);
  assert.notDeepEqual(planned.dash, lineStyle({ ...pipe, accuracy: "design" }, 17).dash);
  assert.ok(!lineStyle(pipe, 17).planned && !lineStyle(pipe, 17).casing);
});

test("lines drawn together look alike and unlike lines are never stroked together", () => {
  assert.equal(lineStyle(pipe, 17).key, lineStyle({ ...pipe, id: 9 }, 17).key);
  const others = [{ accuracy: "inferred" }, { placement: "JK" }, { status: "abandoned" }, { status: "planned" }, { network_class: "RQ" }, { precaution: true }];
  for (const other of others) assert.notEqual(lineStyle({ ...pipe, ...other }, 17).key, lineStyle(pipe, 17).key);
});

/** How bright a colour is, 0–1 (WCAG). @param {string} hex */
function luminance(hex) {
  const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

test("every network stands out from the dark ground", () => {
  for (const code of Object.keys(CLASS_LOOKS)) {
    const { colour } = lineStyle({ ...pipe, network_class: code }, 17, true);
    const contrast = (luminance(colour) + 0.05) / (luminance("#141c24") + 0.05);
    assert.ok(contrast >= 3, `${code} ${contrast.toFixed(2)}`);
  }
});

test("legend and map agree on what is lighter on the dark ground", () => {
  const panels = readFileSync(new URL("../../static/css/map_panels.css", import.meta.url), "utf8");
  for (const code of ["WS", "HS"]) {
    const { colour } = lineStyle({ ...pipe, network_class: code }, 17, true);
    assert.ok(panels.includes(`.line-swatch.${code} path { stroke: ${colour}; }`), code);
  }
});

test("an unknown class is drawn as other", () => {
  assert.equal(lineStyle({ network_class: "ZZ" }, 15).colour, CLASS_LOOKS.QT.colour);
  assert.equal(drawOrder("YS"), 0);
});

test("classes keep lanes of their own until the true position is legible", () => {
  const lanes = Object.keys(CLASS_LOOKS).map((code) => lane(code, 15));
  assert.equal(new Set(lanes).size, lanes.length);
  assert.equal(lane("JS", 19), 0);
});

test("a compound not yet surveyed is hollow and dashed; others fade to 42 % beside a selection", () => {
  const compound = /** @type {CompoundProperties} */ ({ code: "A", stage: "", stage_number: 0 });
  assert.ok(compoundStyle(compound, false).dashArray);
  const planned = { ...compound, stage: "planned", stage_number: 3 };
  assert.equal(compoundStyle(planned, false).fillColor, "#2854c4");
  assert.equal((compoundStyle(planned, true).fillOpacity / compoundStyle(planned, false).fillOpacity).toFixed(2), "0.42");
});
