// @ts-check
// The proposals as the server has them: asked for, locked, proved, adopted. What was sent once counts once.
import { RequestFailed, getJson, post } from "./api.js";
import { areSame } from "./proposal_locks.js";

/** @typedef {import("./proposal_locks.js").Locks} Locks */
/** @typedef {{years: number[], districts: string[], cmin: number, cmax: number, max_members: number, year_spread: number, alpha: number, beta: number, weight: string, weight_label?: string, weight_unit?: string}} Settings money in yuan */
/** @typedef {{code: string, name: string, why: string}} Told */
/**
 * @typedef {object} ProposedBundle
 * @property {number} place
 * @property {string[]} members
 * @property {string} district
 * @property {string} district_name
 * @property {number} weight
 * @property {string} weight_unit
 * @property {number} cost
 * @property {number | null} households
 * @property {number} shared_m
 * @property {number} organisations
 * @property {number[]} years
 * @property {string[]} why
 * @property {{number: string, version: number, url: string} | null} adopted
 */
/**
 * @typedef {object} Proposal
 * @property {number} id
 * @property {string} name
 * @property {number} revision
 * @property {string} state
 * @property {string} state_label
 * @property {{done: number, of: number} | null} progress
 * @property {Settings} settings
 * @property {Locks} locks
 * @property {Record<string, string>} [names] by code
 * @property {number} value
 * @property {number} gap 0–1
 * @property {number} gap_on_weight 0–1
 * @property {string[]} limits
 * @property {string[]} [capped] codes in streets where the bound holds for smaller bundles only
 * @property {ProposedBundle[]} bundles
 * @property {Told[]} left_alone
 * @property {Told[]} left_out
 * @property {Record<string, any>} totals
 * @property {string} says
 * @property {string} [basis] what the weight is, and where its prices come from
 * @property {string} [failure]
 * @property {string} [created_at]
 * @property {string} [created_by]
 */

const ADDRESS = "/planning/proposals/";
const POLL_MS = 1500;
const WAITING = ["queued", "solving", "proving"];

/** Whether the server is still at work on it. @param {Proposal | null} proposal */
export const isWaiting = (proposal) => !!proposal && WAITING.includes(proposal.state);

/** A random UUID; `randomUUID` is missing where an office serves plain HTTP. */
function nonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** "change" with a proposal that differs, "progress" where only the work on it went on, "stale" and "failed" with what went wrong. */
export class ProposalStore extends EventTarget {
  constructor() {
    super();
    /** @type {Proposal | null} the one that is open */
    this.proposal = null;
    /** @type {Proposal[]} all, without their bundles */
    this.all = [];
    /** Locks that are to be sent when the answer to the last is there. @type {Locks | null} */
    this.next = null;
    this.isSending = false;
    /** Numbers of what was sent and not answered. @type {Map<string, string>} */
    this.numbers = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  async list() {
    this.all = (await getJson(ADDRESS)).proposals;
  }

  /** @param {number} id */
  async open(id) {
    this.#take(await getJson(`${ADDRESS}${id}/`));
  }

  /** One beside the open one. @param {number} id @returns {Promise<Proposal>} */
  async read(id) {
    return this.proposal?.id === id ? this.proposal : getJson(`${ADDRESS}${id}/`);
  }

  leave() {
    this.proposal = null;
    this.next = null;
    clearTimeout(this.timer);
  }

  /** @param {Settings & {name: string, locks: Locks}} asked */
  async propose(asked) {
    this.#take(await this.#send(ADDRESS, asked));
  }

  /** Sent one after another, of several only the last. @param {Locks} locks */
  async relock(locks) {
    this.next = locks;
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.proposal && this.next) {
        const wanted = this.next;
        this.next = null;
        if (!areSame(wanted, this.proposal.locks)) await this.#act("locks", { locks: wanted });
      }
    } finally {
      this.next = null;
      this.isSending = false;
    }
  }

  prove() {
    return this.#act("prove");
  }

  cancel() {
    return this.#act("cancel");
  }

  /** @param {number[]} places @returns {Promise<{number: string, version: number, url: string}[]>} the drafts that were made */
  async adopt(places) {
    const { id } = /** @type {Proposal} */ (this.proposal);
    const { bundles, proposal } = await this.#acting("adopt", { bundles: places });
    this.#take(proposal || (await getJson(`${ADDRESS}${id}/`)));
    return bundles;
  }

  /** @param {string} act @param {Record<string, any>} [data] */
  async #act(act, data = {}) {
    const answer = await this.#acting(act, data);
    if (answer.id === this.proposal?.id) this.#take(answer);
  }

  /** Where somebody was faster, theirs is shown. @param {string} act @param {Record<string, any>} data */
  async #acting(act, data) {
    const { id, revision } = /** @type {Proposal} */ (this.proposal);
    try {
      return await this.#send(`${ADDRESS}${id}/${act}/`, { revision, ...data });
    } catch (failed) {
      const theirs = failed instanceof RequestFailed && failed.status === 409 && /** @type {any} */ (failed.where)?.theirs;
      if (theirs) this.#take(theirs);
      throw failed;
    }
  }

  /** @param {string} url @param {Record<string, any>} data */
  async #send(url, data) {
    const said = `${url} ${JSON.stringify(data)}`;
    const request = this.numbers.get(said) || nonce();
    this.numbers.set(said, request);
    const answer = await post(url, { request, ...data });
    this.numbers.delete(said);
    return answer;
  }

  /** @param {Proposal} proposal */
  #take(proposal) {
    const before = this.proposal;
    const isSame = !!before && before.id === proposal.id && before.revision === proposal.revision && before.state === proposal.state && before.value === proposal.value && before.gap === proposal.gap;
    this.proposal = proposal;
    this.dispatchEvent(new Event(isSame ? "progress" : "change"));
    clearTimeout(this.timer);
    if (isWaiting(proposal)) this.timer = setTimeout(() => this.#poll(), POLL_MS);
  }

  async #poll() {
    const { proposal } = this;
    if (!proposal) return;
    if (document.hidden || this.isSending) {
      this.timer = setTimeout(() => this.#poll(), POLL_MS);
      return;
    }
    try {
      const answer = await getJson(`${ADDRESS}${proposal.id}/`);
      if (this.proposal === proposal) this.#take(answer);
    } catch (failed) {
      this.dispatchEvent(new CustomEvent("failed", { detail: failed }));
    }
  }
}
