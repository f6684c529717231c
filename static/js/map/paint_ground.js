// @ts-check
// The quiet ground: districts, communities, river and railway, roads and buildings.

/** @typedef {Record<string, string>} Palette */

const LIGHT = {
  land: "#f1f0eb", town: "#f7f6f2", river: "#b9d8ec", riverLine: "#8fbcd8", rail: "#6c7480", road: "#ffffff", arterial: "#fff4d6",
  roadEdge: "#cfcac0", building: "#dcd8d0", buildingEdge: "#b9b3a8", district: "#7a5aa6", community: "#a89cba", casing: "#ffffff", text: "#17212b",
};
const DARK = {
  land: "#141c24", town: "#182129", river: "#1d3a50", riverLine: "#2c5673", rail: "#8a94a0", road: "#2f3b47", arterial: "#443d2a",
  roadEdge: "#0f151b", building: "#2b3641", buildingEdge: "#45525f", district: "#a98bd8", community: "#5f5674", casing: "#0d141b", text: "#e6ecf1",
};

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : null;

export const isDark = () => !!dark?.matches;

/** @returns {Palette} */
export const palette = () => (isDark() ? DARK : LIGHT);

/** Width of a road by rank, m on the ground. */
const ROAD_M = /** @type {Record<string, number>} */ ({ express: 30, arterial: 24, secondary: 16, branch: 10, compound: 5 });

/** Ground resolution at the county's latitude, m per px. @param {number} zoom */
const metresPerPixel = (zoom) => (156543 * Math.cos((36.9 * Math.PI) / 180)) / 2 ** zoom;

/** @param {string} rank @param {number} zoom px */
export function roadWidth(rank, zoom) {
  const least = rank === "arterial" || rank === "express" ? 2.4 : rank === "secondary" ? 1.6 : 0.8;
  return Math.max(least, (ROAD_M[rank] || 8) / metresPerPixel(zoom));
}

/** @param {TileFeature[]} list @param {boolean} closed */
function path(list, closed) {
  const drawn = new Path2D();
  for (const { parts } of list) {
    for (const part of parts) {
      drawn.moveTo(part[0], part[1]);
      for (let i = 2; i < part.length; i += 2) drawn.lineTo(part[i], part[i + 1]);
      if (closed) drawn.closePath();
    }
  }
  return drawn;
}

/** @param {CanvasRenderingContext2D} ctx @param {Path2D} drawn @param {string} colour @param {number} width @param {number[]} [dash] */
function stroke(ctx, drawn, colour, width, dash = []) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.stroke(drawn);
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} list @param {Palette} colours */
function barriers(ctx, list, colours) {
  const areas = list.filter((each) => each.properties.kind === "river" && each.type === 3);
  ctx.fillStyle = colours.river;
  ctx.fill(path(areas, true), "evenodd");
  const streams = list.filter((each) => each.properties.kind === "river" && each.type === 2);
  stroke(ctx, path(streams, false), colours.riverLine, 4);
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} list @param {Palette} colours */
function railways(ctx, list, colours) {
  const rails = list.filter((each) => each.properties.kind === "railway");
  const drawn = path(rails, false);
  stroke(ctx, drawn, colours.rail, 3.2);
  stroke(ctx, drawn, colours.land, 1.6, [7, 7]);
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} list @param {number} zoom @param {Palette} colours */
function roads(ctx, list, zoom, colours) {
  const ranks = ["compound", "branch", "secondary", "arterial", "express"];
  const paths = ranks.map((rank) => path(list.filter((each) => each.properties.rank === rank), false));
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  ranks.forEach((rank, i) => {
    const width = roadWidth(rank, zoom);
    if (width > 1.5) stroke(ctx, paths[i], colours.roadEdge, width + 1.2);
  });
  ranks.forEach((rank, i) => stroke(ctx, paths[i], i > 2 ? colours.arterial : colours.road, roadWidth(rank, zoom)));
  ctx.lineCap = "butt";
}

/** @param {CanvasRenderingContext2D} ctx @param {TileFeature[]} list @param {number} zoom @param {Palette} colours */
function buildings(ctx, list, zoom, colours) {
  const drawn = path(list, true);
  ctx.fillStyle = colours.building;
  ctx.fill(drawn);
  if (zoom >= 16) stroke(ctx, drawn, colours.buildingEdge, 0.8);
}

/**
 * @param {(layer: string) => boolean} isShown
 * @returns {(ctx: CanvasRenderingContext2D, tile: {coords: any, features: TileFeature[]}) => void}
 */
export function groundPainter(isShown) {
  return (ctx, { coords, features }) => {
    const colours = palette();
    const zoom = coords.z;
    const of = (/** @type {string} */ name) => (isShown(name) ? features.filter((each) => each.layer === name) : []);
    barriers(ctx, of("barriers"), colours);
    roads(ctx, of("roads"), zoom, colours);
    railways(ctx, of("barriers"), colours);
    buildings(ctx, of("buildings"), zoom, colours);
    if (zoom >= 13) stroke(ctx, path(of("communities"), true), colours.community, 1, [2, 3]);
    ctx.setLineDash([]);
  };
}
