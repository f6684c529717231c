// @ts-check
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const browser = /** @type {any} */ (globalThis);
browser.document = { querySelector: () => null, cookie: "csrftoken=x" };
const { RequestFailed, getJson, network, post, reached } = await import("../../static/js/map/api.js");

/** How often the server was asked. */
let asked = 0;

/** An answer that ends before its body is there. */
const cutAmid = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError("network error")) }), { headers: { "Content-Type": "application/json" } });
const whole = () => Response.json({ rows: [1] });

/** @param {(() => Response)[]} answers one after the other */
function answering(...answers) {
  asked = 0;
  browser.fetch = async () => answers[asked++]();
}

beforeEach(() => mock.timers.reset());

test("what was cut amid the answer is read again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  answering(cutAmid, cutAmid, whole);
  const reading = getJson("/map/table/compounds.json");
  for (let i = 0; i < 2; i++) {
    await new Promise((done) => setImmediate(done));
    mock.timers.tick(10_000);
  }
  assert.deepEqual(await reading, { rows: [1] });
});

test("a change whose answer was cut is never sent again by itself", async () => {
  answering(cutAmid, whole);
  await assert.rejects(post("/map/edit/undo/", {}), (/** @type {any} */ failed) => failed instanceof RequestFailed && failed.status === 0);
  assert.equal(asked, 1);
});

test("what the server refuses, or cannot say, is not asked again", async () => {
  answering(() => Response.json({ error: "gone" }, { status: 404 }));
  await assert.rejects(getJson("/"), { status: 404, message: "gone" });
  answering(() => new Response("{", { headers: { "Content-Type": "application/json" } }));
  await assert.rejects(getJson("/"), SyntaxError);
  assert.equal(asked, 1);
});

/** Lets what waits for the network ask again, some times. @param {number} times */
async function later(times) {
  for (let i = 0; i < times; i++) {
    await new Promise((done) => setImmediate(done));
    mock.timers.tick(10_000);
  }
}

test("a read waits for the network however long it is away, and says so once", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const said = [];
  for (const type of ["cut", "restored"]) network.addEventListener(type, () => said.push(type));
  answering(...Array(20).fill(cutAmid), whole);
  const reading = getJson("/map/summary.json");
  await later(20);
  assert.deepEqual(await reading, { rows: [1] });
  assert.deepEqual(said, ["cut", "restored"]);
});

test("a module that could not be fetched is asked for again, one that fails by itself is not", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const failures = ["Failed to fetch dynamically imported module: http://x/list.js", "error loading dynamically imported module: http://x/list.js"];
  const loading = reached(async () => {
    const message = failures.shift();
    if (message) throw new TypeError(message);
    return "list";
  });
  await later(2);
  assert.equal(await loading, "list");
  await assert.rejects(reached(async () => Promise.reject(new TypeError("x is undefined"))), /undefined/);
});
