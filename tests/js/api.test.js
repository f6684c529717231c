// @ts-check
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

const browser = /** @type {any} */ (globalThis);
browser.document = { querySelector: () => null, cookie: "csrftoken=x" };
const { RequestFailed, getJson, post } = await import("../../static/js/map/api.js");

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
