// @ts-check
// How things are drawn; hues after CJJ 61 and the stage colours of the design.

export const STAGE_COLOURS = [
  "transparent", "#dde3e8", "#8fb3f2", "#2854c4", "#93739a", "#fdd01f", "#cb6e1e", "#3dd68a", "#11332a",
];

/** @typedef {{colour: string, dash: number[], cap: "butt" | "round"}} LineLook */

/** @type {Record<string, LineLook>} in drawing order, the first lowest */
export const CLASS_LOOKS = {
  YS: { colour: "#a5672e", dash: [], cap: "butt" },
  WS: { colour: "#6b3a12", dash: [8, 4], cap: "butt" },
  HS: { colour: "#875128", dash: [12, 4], cap: "butt" },
  RL: { colour: "#ff8c00", dash: [], cap: "butt" },
  JS: { colour: "#0070e0", dash: [], cap: "butt" },
  RQ: { colour: "#f0329c", dash: [], cap: "butt" },
  DL: { colour: "#e00020", dash: [], cap: "butt" },
  TX: { colour: "#009a3e", dash: [], cap: "butt" },
  LD: { colour: "#e00020", dash: [0.1, 4], cap: "round" },
  GY: { colour: "#5d6b78", dash: [], cap: "butt" },
  QT: { colour: "#77838e", dash: [], cap: "butt" },
};
export const CLASS_ORDER = ["JS", "YS", "WS", "HS", "RQ", "RL", "DL", "TX", "LD", "GY", "QT"];

// Position is not measured in these; drawn dashed on screen as in print. What the viewer may not know is not dashed.
const UNCERTAIN = new Set(["inferred", "unknown", "design"]);
const OVERHEAD = "JK";
// White dashes along the middle: no line that is there has them.
const PLANNED_DASH = [5, 3];
// Farther out trunks would be all casing.
const PRECAUTION_FROM_ZOOM = 15;
// Lines in a street lie 2 m apart, in a compound less than 1 m: until here they would melt together.
const LANES_BELOW_ZOOM = 19;
// From one side of a street to the other.
const LANES = ["LD", "DL", "JS", "YS", "WS", "HS", "RQ", "RL", "TX", "GY", "QT"];
/** Width of a lane by zoom, px. */
const LANE_PX = /** @type {Record<number, number>} */ ({ 15: 1.3, 16: 1.6, 17: 1.5, 18: 1.3 });

/** @param {number} zoom px */
export function lineWidth(zoom) {
  return zoom >= 19 ? 3.4 : zoom >= 18 ? 2.8 : zoom >= 17 ? 2.2 : zoom >= 16 ? 1.6 : zoom >= 15 ? 1.3 : 1.1;
}

/** Sideways shift of a class in px. @param {string} networkClass @param {number} zoom */
export function lane(networkClass, zoom) {
  if (zoom >= LANES_BELOW_ZOOM) return 0;
  const index = LANES.indexOf(networkClass);
  return index < 0 ? 0 : (index - 4) * (LANE_PX[zoom] || 1.1);
}

/**
 * @typedef {object} DrawnLine
 * @property {string} key lines of one key are stroked together
 * @property {string} colour
 * @property {number} width px
 * @property {number[]} dash px
 * @property {"butt" | "round"} cap
 * @property {boolean} ticks overhead lines carry short cross strokes
 * @property {number} alpha
 * @property {string} casing its own, where it is not the map's
 * @property {boolean} planned over all that is there
 * @property {boolean} precaution whoever digs must ask first: over all others, in a dark casing
 */

// The browns of sewage are lost on a dark ground.
const ON_DARK = /** @type {Record<string, string>} */ ({ WS: "#c09a78", HS: "#cfa27a" });

/** @param {Record<string, any>} segment its tile properties @param {number} zoom @param {boolean} [isDark] the ground @returns {DrawnLine} */
export function lineStyle(segment, zoom, isDark = false) {
  const look = CLASS_LOOKS[segment.network_class] || CLASS_LOOKS.QT;
  const overhead = segment.placement === OVERHEAD;
  const uncertain = UNCERTAIN.has(segment.accuracy);
  const gone = segment.status === "abandoned";
  const planned = segment.status === "planned";
  const hue = gone ? "#8b949c" : (isDark && ON_DARK[segment.network_class]) || look.colour;
  const width = lineWidth(zoom) * (overhead ? 0.6 : look.cap === "round" ? 1.25 : 1);
  const dash = planned ? PLANNED_DASH : uncertain && zoom >= 17 && look.cap !== "round" ? [3, 3] : look.dash;
  return {
    key: [segment.network_class, overhead, uncertain, gone, !!segment.precaution, planned].join("|"),
    colour: planned ? "#ffffff" : hue,
    casing: planned ? hue : "",
    width,
    dash: dash.map((part) => part * Math.max(1, width / 2)),
    cap: look.cap,
    ticks: overhead && zoom >= 15,
    alpha: gone ? 0.7 : 1,
    precaution: !!segment.precaution && zoom >= PRECAUTION_FROM_ZOOM,
    planned,
  };
}

/** @param {string} networkClass */
export const drawOrder = (networkClass) => Object.keys(CLASS_LOOKS).indexOf(networkClass);

/** A compound's fill and outline. @param {CompoundProperties} compound @param {boolean} faded another one is selected */
export function compoundStyle(compound, faded) {
  const stage = compound.stage_number || 0;
  return {
    color: stage ? "#3b4a58" : "#5d6b78",
    weight: stage ? 1 : 1.5,
    dashArray: stage ? undefined : "4 3",
    opacity: faded ? 0.42 : 0.9,
    fill: true,
    fillColor: stage ? STAGE_COLOURS[stage] : "#ffffff",
    fillOpacity: (stage ? 0.62 : 0.01) * (faded ? 0.42 : 1),
  };
}
