// What the agent has said and the server has not yet acknowledged: kept, in order, sent once (contract R5). No DOM.

import { isDead, randomId } from "./tab.js";

const TEMPORARY = new Set(["unavailable", "storage_full", "draining", "too_many", "internal"]);
const DEFAULT_WAIT_SECONDS = 3;
const TOO_OLD_MS = 6 * 86_400_000; // cids are remembered for 7 days (contract R4)

function sayFrame({ conversation, cid, text, files = [] }) {
  const frame = { t: "say", conversation, cid, text };
  return files.length ? { ...frame, files: files.map(({ id }) => id) } : frame;
}

export class Outbox extends EventTarget {
  #entries = []; // {cid, conversation, text, files, at, take, failed: reason or ""}
  #acked = new Map(); // cid → entry with seq, until the thread shows the message itself
  #underWay = new Map(); // conversation → {cid}, one turn at a time (contract R5)
  #shelf;
  #name;
  #send;
  #verbs;

  /** `send(frame)` is false without a connection; `verbs` takes a waiting conversation before the first word. */
  constructor(shelf, tab, send, verbs) {
    super();
    this.#shelf = shelf;
    this.#name = `outbox.${tab}`;
    this.#send = send;
    this.#verbs = verbs;
    this.#entries = shelf.get(this.#name) ?? [];
  }

  /** Make what dead tabs left unsent our own; entries older than six days are asked about, not sent. */
  async adopt(now) {
    for (const name of this.#shelf.names("outbox.")) {
      if (name === this.#name || !(await isDead(name.slice("outbox.".length)))) continue;
      this.#entries.push(...(this.#shelf.get(name) ?? []));
      this.#shelf.set(name, null);
    }
    for (const entry of this.#entries) if (now - entry.at > TOO_OLD_MS) entry.failed = "old";
    this.#keep();
    this.pumpAll();
  }

  /** Put a message in and send it when its turn comes; `take` when the conversation is still waiting. */
  add(conversation, text, { files = [], now, take }) {
    this.#entries.push({ cid: randomId(), conversation, text, files, at: now, take, failed: "" });
    this.#keep();
    this.#pump(conversation);
  }

  /** Send a refused message again: same cid, now last in its conversation; `take` as for `add`. */
  retry(cid, { take }) {
    const entry = this.#take(cid);
    if (!entry) return;
    this.#entries.push({ ...entry, take, failed: "" });
    this.#keep();
    this.#pump(entry.conversation);
  }

  /** Give a refused message up; gives back its text and files. */
  discard(cid) {
    const { text = "", files = [] } = this.#take(cid) ?? {};
    this.#keep();
    return { text, files };
  }

  /** What to show below a thread that stands at `seq`: sent but not yet echoed, then sending or not sent. */
  pending(conversation, seq) {
    for (const [cid, entry] of this.#acked) {
      if (entry.conversation === conversation && entry.seq <= seq) this.#acked.delete(cid);
    }
    return [...this.#acked.values(), ...this.#entries].filter((entry) => entry.conversation === conversation);
  }

  /** Nothing under way survives its connection; all is offered again under the same cids. */
  drop() {
    this.#underWay.clear();
  }

  /** Offer the first entry of every conversation. */
  pumpAll() {
    for (const id of new Set(this.#entries.map(({ conversation }) => conversation))) this.#pump(id);
  }

  #pump(conversation) {
    if (this.#underWay.has(conversation)) return;
    const entry = this.#entries.find((one) => one.conversation === conversation && !one.failed);
    if (!entry) return;
    const turn = { cid: entry.cid };
    if (entry.take) this.#takeFirst(entry, turn);
    else if (this.#send(sayFrame(entry))) {
      this.#underWay.set(conversation, turn);
    }
  }

  async #takeFirst(entry, turn) {
    this.#underWay.set(entry.conversation, turn);
    try {
      await this.#verbs.act("take", entry.conversation);
    } catch (refused) {
      return this.nack({ cid: entry.cid, reason: refused.reason });
    }
    entry.take = false;
    this.#keep();
    this.#release(entry.conversation, turn);
  }

  #release(conversation, turn) {
    if (!turn || this.#underWay.get(conversation) !== turn) return; // the connection went and came back meanwhile
    this.#underWay.delete(conversation);
    this.#pump(conversation);
  }

  /** Stored at `seq`: ours no longer. */
  ack({ cid, seq, at }) {
    const entry = this.#take(cid);
    if (!entry) return;
    this.#acked.set(cid, { ...entry, seq, at });
    this.#keep();
    this.#release(entry.conversation, this.#underWay.get(entry.conversation));
  }

  /** Refused: for now, and tried again after a while; or for good, and the agent is asked. */
  nack({ cid, reason, retry_after: seconds }) {
    const entry = this.#entries.find((one) => one.cid === cid);
    if (!entry) return;
    const turn = this.#underWay.get(entry.conversation);
    const release = () => this.#release(entry.conversation, turn);
    if (seconds !== undefined || TEMPORARY.has(reason)) {
      setTimeout(release, (seconds ?? DEFAULT_WAIT_SECONDS) * 1000);
      return;
    }
    entry.failed = reason;
    this.#keep();
    release();
  }

  #take(cid) {
    const index = this.#entries.findIndex((entry) => entry.cid === cid);
    return index < 0 ? null : this.#entries.splice(index, 1)[0];
  }

  #keep() {
    this.#shelf.set(this.#name, this.#entries.length ? this.#entries : null);
    this.dispatchEvent(new Event("change"));
  }
}
