// @ts-check
// Figures of proposals and of selections made by hand, reckoned alike.

/** @typedef {import("./proposal_store.js").Proposal} Proposal */
/** @typedef {import("./proposal_store.js").ProposedBundle} ProposedBundle */
/** @typedef {{compounds: number, bundles: number, households: number | null, cost: number, leftAlone: number | null, least: number | null, most: number | null, sharedM: number | null, organisations: number | null, fees: number | null, gap: number | null, faults: string[]}} Figures */

const STEP = 500_000;

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);

/** The cheapest and the dearest. @param {number[]} costs */
export const spread = (costs) => (costs.length ? { least: Math.min(...costs), most: Math.max(...costs) } : { least: null, most: null });

/** @param {Proposal} proposal @returns {Figures} */
export function proposed({ bundles, totals, gap }) {
  return {
    compounds: totals.compounds, bundles: bundles.length, households: totals.households, cost: totals.cost, leftAlone: totals.left_alone,
    ...spread(bundles.map((each) => each.cost)), sharedM: totals.shared_m ?? sum(bundles.map((each) => each.shared_m || 0)),
    organisations: totals.organisations, fees: totals.fees, gap, faults: [],
  };
}

/** Compounds that a proposal could have taken in. @param {Proposal} proposal */
export const available = ({ bundles, left_alone: alone }) => [...bundles.flatMap((each) => each.members), ...alone.map((each) => each.code)];

/**
 * A selection made by hand, each of its pieces a bundle; beside a proposal, by what that one could choose from.
 * @param {Weighed} weighed @param {Proposal | null} beside @param {{shared_m: number | null, fees: number | null, faults: string[]} | null} against its measure by the proposal's own settings
 * @returns {Figures}
 */
export function handMade({ members, pieces, totals, problems }, beside, against) {
  const costOf = new Map(members.map((each) => [each.code, Number(each.estimate_cny || 0)]));
  const chosen = new Set(members.map((each) => each.code));
  return {
    compounds: members.length, bundles: pieces.length, households: totals.households, cost: Number(totals.estimate_cny || 0),
    leftAlone: beside && available(beside).filter((code) => !chosen.has(code)).length,
    ...spread(pieces.map((piece) => sum(piece.map((code) => costOf.get(code) || 0)))),
    sharedM: against?.shared_m ?? null, organisations: totals.organisations, fees: against?.fees ?? (beside && beside.settings.beta * pieces.length),
    gap: null, faults: against ? against.faults : problems.map((each) => each.message),
  };
}

/**
 * Tones for bundles so that those close to each other differ where tones suffice.
 * @param {(number[] | null)[]} boxes west, south, east, north @param {number} tones @returns {number[]}
 */
export function toned(boxes, tones) {
  /** @type {{box: number[], tone: number}[]} */
  const placed = [];
  return boxes.map((box, i) => {
    if (!box) return i % tones;
    const near = new Set(placed.filter((other) => areNear(box, other.box)).map((other) => other.tone));
    const tone = [...Array(tones).keys()].map((k) => (i + k) % tones).find((each) => !near.has(each)) ?? i % tones;
    placed.push({ box, tone });
    return tone;
  });
}

/** @param {number[]} a @param {number[]} b */
const areNear = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** What a bundle of two to five usual compounds costs, in steps of half a million; without any on record, as counties often tender. @param {number[]} estimates yuan */
export function costWindow(estimates) {
  const known = estimates.filter((each) => each > 0).sort((a, b) => a - b);
  if (!known.length) return { cmin: 15_000_000, cmax: 40_000_000 };
  const stepped = (/** @type {number} */ times) => Math.max(1, Math.round((known[Math.floor(known.length / 2)] * times) / STEP)) * STEP;
  return { cmin: stepped(2), cmax: stepped(5) };
}

/** How a bundle is numbered for people; its place begins at 0. @param {{place: number}} bundle */
export const numberOf = ({ place }) => place + 1;

/**
 * What was chosen and looked at, found again by its members where a new plan numbers the bundles anew.
 * @param {{chosen: Set<number>, current: number | null}} shown @param {ProposedBundle[]} before @param {ProposedBundle[]} now
 */
export function followed({ chosen, current }, before, now) {
  const key = (/** @type {ProposedBundle} */ { members }) => members.join();
  const places = new Map(now.map((each) => [key(each), each]));
  const kept = before.map((each) => ({ place: each.place, now: places.get(key(each)) }));
  return {
    chosen: new Set(kept.filter((each) => chosen.has(each.place) && each.now && !each.now.adopted).map((each) => /** @type {ProposedBundle} */ (each.now).place)),
    current: kept.find((each) => each.place === current)?.now?.place ?? null,
  };
}

/** 0–1, or null where nothing is told. @param {{done: number, of: number} | null} progress */
export const share = (progress) => (progress?.of ? Math.min(1, progress.done / progress.of) : null);

/** A bound in per cent, never told as less than it is. @param {number} gap 0–1 */
export function percent(gap) {
  const digits = gap < 0.1 ? 2 : 1;
  // Floating point makes a hair more of 0.07 × 100.
  const steps = Math.ceil(Number((gap * 100 * 10 ** digits).toFixed(6)));
  return gap > 0 ? (Math.max(1, steps) / 10 ** digits).toFixed(digits) : "0";
}
