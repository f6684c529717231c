// @ts-check
// What a planner has fixed of a proposal: groups that stay together, pairs kept apart, compounds in some bundle or in none.

/** @typedef {{together: string[][], apart: [string, string][], inside: string[], outside: string[]}} Locks */
/** @typedef {keyof Locks} LockKind */
/** `held`: the group or pair that is being pointed out. @typedef {{locks: Locks, held: string[]}} Locking */

export const LOCK_KINDS = /** @type {LockKind[]} */ (["together", "apart", "inside", "outside"]);

/** @returns {Locks} */
export const noLocks = () => ({ together: [], apart: [], inside: [], outside: [] });

/** @param {string[]} list @param {string} code */
const toggled = (list, code) => (list.includes(code) ? list.filter((each) => each !== code) : [...list, code]);

/** @param {string[][]} groups @param {(code: string) => boolean} keeps */
const thinned = (groups, keeps) => groups.map((group) => group.filter(keeps)).filter((group) => group.length > 1);

/** After one more compound was pointed at; of what contradicts it, the later wish holds. @param {Locking} locking @param {LockKind} kind @param {string} code @returns {Locking} */
export function pointed({ locks, held }, kind, code) {
  if (kind === "together") return grouped(locks, held, code);
  if (kind === "apart") return parted(locks, held, code);
  const list = toggled(locks[kind], code);
  if (kind === "inside") return { locks: { ...locks, inside: list, outside: locks.outside.filter((each) => each !== code) }, held: [] };
  const others = (/** @type {string} */ each) => each !== code;
  return { locks: { together: thinned(locks.together, others), apart: locks.apart.filter((pair) => pair.every(others)), inside: locks.inside.filter(others), outside: list }, held: [] };
}

/** The group in hand grows, or shrinks; groups that it meets become one with it. @param {Locks} locks @param {string[]} held @param {string} code @returns {Locking} */
function grouped(locks, held, code) {
  if (!held.length) return { locks, held: locks.together.find((group) => group.includes(code)) || [code] };
  const met = locks.together.filter((group) => group.some((each) => each === code || held.includes(each)));
  const group = held.includes(code) ? toggled(held, code) : [...new Set([...held, ...met.flat(), code])];
  const rest = locks.together.filter((each) => !met.includes(each));
  if (group.length < 2) return { locks: { ...locks, together: rest }, held: group };
  const isIn = (/** @type {string} */ each) => group.includes(each);
  return { locks: { ...locks, together: [...rest, group], apart: locks.apart.filter((pair) => !pair.every(isIn)), outside: locks.outside.filter((each) => !isIn(each)) }, held: group };
}

/** @param {Locks} locks @param {string[]} held @param {string} code @returns {Locking} */
function parted(locks, held, code) {
  if (!held.length || held.includes(code)) return { locks, held: toggled(held, code) };
  const other = held[0];
  const isPair = (/** @type {string[]} */ pair) => pair.includes(code) && pair.includes(other);
  const known = locks.apart.some(isPair);
  return {
    locks: {
      ...locks,
      apart: known ? locks.apart.filter((pair) => !isPair(pair)) : [...locks.apart, [other, code]],
      together: locks.together.map((group) => (isPair(group) ? group.filter((each) => each !== code) : group)).filter((group) => group.length > 1),
    },
    held: [],
  };
}

/** @param {Locks} locks @param {LockKind} kind @param {number} at @returns {Locks} */
export const without = (locks, kind, at) => ({ ...locks, [kind]: /** @type {any[]} */ (locks[kind]).filter((_each, i) => i !== at) });

/** @param {Locks} locks */
export const lockCount = (locks) => LOCK_KINDS.reduce((sum, kind) => sum + locks[kind].length, 0);

/** Every lock as its kind, its place there and its compounds. @param {Locks} locks @returns {{kind: LockKind, at: number, codes: string[]}[]} */
export const listed = (locks) => LOCK_KINDS.flatMap((kind) => /** @type {(string | string[])[]} */ (locks[kind]).map((each, at) => ({ kind, at, codes: [each].flat() })));

/** Whether two say the same, in whatever order. @param {Locks} a @param {Locks} b */
export function areSame(a, b) {
  const told = (/** @type {Locks} */ locks) => listed(locks).map(({ kind, codes }) => [kind, ...[...codes].sort()].join("|")).sort().join("\n");
  return told(a) === told(b);
}
