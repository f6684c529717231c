// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { available, costWindow, followed, handMade, percent, proposed, share, toned } from "../../static/js/map/proposal_figures.js";
import { areSame, listed, lockCount, noLocks, pointed, without } from "../../static/js/map/proposal_locks.js";

/** @typedef {import("../../static/js/map/proposal_locks.js").LockKind} LockKind */

/** @param {[LockKind, string][]} steps */
function after(...steps) {
  let [locking, last] = [{ locks: noLocks(), held: /** @type {string[]} */ ([]) }, ""];
  for (const [kind, codes] of steps) {
    if (kind !== last) locking = { ...locking, held: [] };
    for (const code of codes) locking = pointed(locking, kind, code);
    last = kind;
  }
  return locking;
}

test("a group grows with each compound, loses one that is pointed at again, and ends below two", () => {
  assert.deepEqual(after(["together", "abc"]).locks.together, [["a", "b", "c"]]);
  assert.deepEqual(after(["together", "abcb"]).locks.together, [["a", "c"]]);
  assert.deepEqual(after(["together", "aba"]), { locks: noLocks(), held: ["b"] });
});

test("a group that was made earlier is taken up again, and two that meet become one", () => {
  const two = after(["together", "ab"], ["inside", "x"], ["together", "cd"]);
  assert.deepEqual(two.locks.together, [["a", "b"], ["c", "d"]]);
  assert.deepEqual(pointed(pointed({ ...two, held: [] }, "together", "b"), "together", "e").locks.together, [["c", "d"], ["a", "b", "e"]]);
  assert.deepEqual(pointed(two, "together", "a").locks.together, [["c", "d", "a", "b"]]);
});

test("a pair is apart after two clicks, and no more after the same two", () => {
  assert.deepEqual(after(["apart", "a"]), { locks: noLocks(), held: ["a"] });
  assert.deepEqual(after(["apart", "aa"]), { locks: noLocks(), held: [] });
  assert.deepEqual(after(["apart", "ab"]), { locks: { ...noLocks(), apart: [["a", "b"]] }, held: [] });
  assert.deepEqual(after(["apart", "abba"]).locks, noLocks());
});

test("of locks that contradict each other the later holds", () => {
  assert.deepEqual(after(["inside", "a"], ["outside", "a"]).locks, { ...noLocks(), outside: ["a"] });
  assert.deepEqual(after(["outside", "a"], ["inside", "a"]).locks, { ...noLocks(), inside: ["a"] });
  assert.deepEqual(after(["apart", "ab"], ["together", "ab"]).locks, { ...noLocks(), together: [["a", "b"]] });
  assert.deepEqual(after(["together", "abc"], ["apart", "ab"]).locks, { ...noLocks(), together: [["a", "c"]], apart: [["a", "b"]] });
  assert.deepEqual(after(["together", "abc"], ["apart", "cd"], ["outside", "c"]).locks, { ...noLocks(), together: [["a", "b"]], outside: ["c"] });
  assert.deepEqual(after(["outside", "b"], ["together", "ab"]).locks, { ...noLocks(), together: [["a", "b"]] });
});

test("locks are listed, counted, taken off, and the same in any order", () => {
  const { locks } = after(["together", "ab"], ["apart", "cd"], ["inside", "ef"]);
  assert.deepEqual(listed(locks).map(({ kind, codes }) => `${kind} ${codes}`), ["together a,b", "apart c,d", "inside e", "inside f"]);
  assert.equal(lockCount(locks), 4);
  assert.deepEqual(without(locks, "inside", 0).inside, ["f"]);
  assert.ok(areSame(locks, { ...locks, inside: ["f", "e"], apart: [["d", "c"]] }));
  assert.ok(!areSame(locks, without(locks, "apart", 0)));
});

const bundle = { district: "", district_name: "", weight: 0, weight_unit: "m", households: 1, organisations: 1, years: [], why: [], adopted: null };
const proposal = /** @type {import("../../static/js/map/proposal_store.js").Proposal} */ (/** @type {any} */ ({
  bundles: [{ ...bundle, place: 1, members: ["a", "b"], cost: 300, shared_m: 20 }, { ...bundle, place: 2, members: ["c", "d"], cost: 500, shared_m: 25 }],
  left_alone: [{ code: "e", name: "e", why: "" }], totals: { compounds: 4, households: 90, cost: 800, fees: 14, organisations: 6, left_alone: 1 }, settings: { beta: 7 }, gap: 0.004,
}));

test("a proposal and a selection made by hand are reckoned alike", () => {
  assert.deepEqual(available(proposal), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(proposed(proposal), { compounds: 4, bundles: 2, households: 90, cost: 800, leftAlone: 1, least: 300, most: 500, sharedM: 45, organisations: 6, fees: 14, gap: 0.004, faults: [] });
  const member = (/** @type {string} */ code, /** @type {number} */ estimate) => ({ code, estimate_cny: String(estimate) });
  const weighed = /** @type {any} */ ({ members: [member("a", 100), member("b", 250), member("e", 40)], pieces: [["a", "b"], ["e"]], totals: { households: 50, estimate_cny: 390, organisations: 3 }, problems: [] });
  const figures = handMade(weighed, proposal, null);
  assert.deepEqual([figures.bundles, figures.leftAlone, figures.least, figures.most, figures.cost, figures.fees], [2, 2, 40, 350, 390, 14]);
  assert.deepEqual([handMade(weighed, null, null).leftAlone, handMade(weighed, null, null).fees], [null, null]);
});

test("what is chosen stays chosen where a new plan numbers the bundles anew, and what was adopted is not chosen", () => {
  const at = (/** @type {number} */ place, /** @type {string} */ codes, adopted = false) => /** @type {any} */ ({ place, members: [...codes], adopted });
  const before = [at(0, "ab"), at(1, "cd"), at(2, "ef")];
  const now = [at(0, "gh"), at(1, "ab"), at(2, "cd", true)];
  assert.deepEqual(followed({ chosen: new Set([0, 1, 2]), current: 0 }, before, now), { chosen: new Set([1]), current: 1 });
  assert.deepEqual(followed({ chosen: new Set([2]), current: 2 }, before, now), { chosen: new Set(), current: null });
});

test("a bound is never told as less than it is", () => {
  assert.deepEqual([0, 0.000001, 0.0028909, 0.07, 0.0701, 0.1234].map(percent), ["0", "0.01", "0.29", "7.00", "7.01", "12.4"]);
});

test("bundles close to each other differ in tone where tones suffice", () => {
  assert.deepEqual(toned([[0, 0, 2, 2], [1, 1, 3, 3], [9, 9, 10, 10]], 2), [0, 1, 0]);
  const all = toned([[0, 0, 4, 4], [1, 1, 3, 3], [2, 2, 5, 5], null], 3);
  assert.equal(new Set(all.slice(0, 3)).size, 3);
});

test("the cost window begins with what a few usual compounds cost", () => {
  assert.deepEqual(costWindow([0, 1e6, 2.5e6, 9e6]), { cmin: 5e6, cmax: 12.5e6 });
  assert.deepEqual(costWindow([]), { cmin: 15e6, cmax: 40e6 });
});

test("progress is a share where it is known", () => {
  assert.deepEqual([share(null), share({ done: 0, of: 0 }), share({ done: 1, of: 4 })], [null, null, 0.25]);
});
