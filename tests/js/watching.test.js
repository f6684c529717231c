// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Watching } from "../../static/js/imports/watching.js";
import { RequestFailed } from "../../static/js/map/api.js";

/** @param {any[]} answers errors are thrown */
function watched(answers) {
  /** @type {number[]} */
  const waits = [];
  /** @type {string[]} */
  const said = [];
  const get = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const watching = new Watching("/state.json", { get, sleep: async (ms) => void waits.push(ms) });
  for (const type of ["state", "lost", "over"]) watching.addEventListener(type, () => said.push(type));
  return { watching, waits, said };
}

test("it asks until the work is finished, each time a little later", async () => {
  const { watching, waits } = watched([{ finished: false }, { finished: false }, { finished: false }, { finished: true, url: "/x" }]);
  assert.deepEqual(await watching.run(), { finished: true, url: "/x" });
  assert.equal(waits.length, 3);
  assert.deepEqual([...waits].sort((a, b) => a - b), waits);
});

test("waits grow to some seconds and no further", async () => {
  const { watching, waits } = watched([...Array(60).fill({ finished: false }), { finished: true }]);
  await watching.run();
  assert.ok(Math.max(...waits) <= 5000);
});

test("a lost connection is said, and found again by itself", async () => {
  const { watching, said } = watched([{ finished: false }, new RequestFailed(0, null), new RequestFailed(502, null), { finished: true }]);
  await watching.run();
  assert.deepEqual(said, ["state", "lost", "lost", "state"]);
});

test("signed out it stops asking", async () => {
  const { watching, said } = watched([new RequestFailed(401, null)]);
  assert.equal(await watching.run(), null);
  assert.deepEqual(said, ["over"]);
});
