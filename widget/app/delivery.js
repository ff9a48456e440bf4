/** Gets what the visitor wrote to the server: exactly once, in order, whatever happens to tabs and sockets. */

import { newId } from './ids.js';
import { Outbox } from './outbox.js';
import { waitFor } from './refusals.js';
import { Timers } from './timers.js';

/** @typedef {import('../types.js').Entry} Entry */

const LOOK_AGAIN_MS = 10_000;

export class Delivery {
  outbox = new Outbox();
  /** What holds sending back, as the server said it, and for how many seconds. */
  held = '';
  heldFor = 0;
  /** An address on its way to the server, and why it was turned down. */
  address = { wanted: '', sent: false, refused: '' };
  #conversation;
  #store;
  #tabs;
  #wire;
  #timers = new Timers();
  #unacked = '';
  #open = false;
  /** Nobody knows yet who is speaking. */
  barred = false;

  /**
   * @param {import('./conversation.js').Conversation} conversation
   * @param {import('./store.js').Store} store
   * @param {import('./tabs.js').Tabs} tabs
   * @param {string} tab
   * @param {{ send: (frame: object) => boolean, change: () => void }} wire
   */
  constructor(conversation, store, tabs, tab, wire) {
    this.#conversation = conversation;
    this.#store = store;
    this.#tabs = tabs;
    this.tab = tab;
    this.#wire = wire;
  }

  /**
   * Write a message: on disk first, then on the wire.
   * @param {string} text NFC; empty only with files
   * @param {import('../types.js').PageView} page
   * @param {import('../types.js').FileInfo[]} [files]
   */
  async say(text, page, files) {
    await this.#share({
      cid: newId(), conversation: this.#conversation.id, text, page,
      written_at: Date.now(), tab: this.tab, state: 'sending', reason: '',
      ...(files?.length && { files, waits: files.some(({ type }) => !type) }),
    });
    this.#offer();
  }

  /**
   * Send again what was turned down or has grown old.
   * @param {string} cid
   */
  async retry(cid) {
    const entry = this.outbox.retry(cid, { cid: newId(), tab: this.tab, now: Date.now() });
    if (entry) await this.amend(entry, cid);
  }

  /**
   * Keep an entry that has changed, and send it when it can go.
   * @param {Entry} entry
   * @param {string} [instead] the cid that it replaces
   */
  async amend(entry, instead) {
    await this.#share(entry, instead);
    this.#offer();
  }

  /** @param {string} cid of what the visitor has taken back, before it went */
  async discard(cid) {
    this.outbox.settle(cid);
    this.#wire.change();
    await this.#store.remove(cid);
    this.#tabs.tell({ instead: cid });
    this.#offer();
  }

  /** @param {string} address where our reply shall go */
  leaveAddress(address) {
    this.address = { wanted: address, sent: false, refused: '' };
    this.#offer();
  }

  /** The socket has ended: nothing is on its way any more. */
  pause() {
    this.#open = false;
    this.#unacked = '';
    this.address.sent = false;
  }

  /** The server has shown what it has: what it has not is offered. */
  resume() {
    this.#open = true;
    this.#offer();
  }

  /**
   * Stored at `seq`. While earlier messages are missing it stays "unacked", so that it is not offered again.
   * @param {string} cid
   * @param {number} seq
   */
  settle(cid, seq) {
    this.held = '';
    if (seq > this.#conversation.seq) return;
    if (this.#unacked === cid) this.#unacked = '';
    const entry = this.outbox.settle(cid);
    if (entry) void this.#store.settle({ ...entry, seq, acked_at: Date.now() });
    this.#offer();
  }

  /**
   * Turned down: for good, or for so many seconds.
   * @param {string} reason
   * @param {string} [cid]
   * @param {number | null} [retryAfter]
   */
  refuse(reason, cid, retryAfter) {
    const seconds = waitFor(reason, retryAfter);
    if (!cid) this.#refuseAddress(reason, seconds);
    else if (seconds === null) this.#giveUp(cid, reason);
    else {
      // It stays unacked meanwhile, so that nothing written later overtakes it.
      this.held = reason;
      this.heldFor = Math.ceil(seconds);
      this.#timers.after('held', seconds * 1000, () => {
        this.#unacked = '';
        this.#offer();
      });
    }
  }

  /**
   * @param {string} state the address that the server now has
   */
  keepAddress(state) {
    if (state.toLowerCase() === this.address.wanted.toLowerCase()) this.address.wanted = '';
  }

  /**
   * What another tab has written, renamed or taken back.
   * @param {Entry} [entry]
   * @param {string} [instead] the cid that it replaces
   */
  hear(entry, instead) {
    if (instead) this.outbox.settle(instead);
    if (!entry || this.#conversation.holds(entry.cid)) return;
    this.outbox.add(entry);
    this.#timers.after('adopt', LOOK_AGAIN_MS, () => void this.adopt());
  }

  /** Take over what dead tabs have left behind (contract R12). */
  async adopt() {
    const entries = await this.#store.entries();
    const orphans = await this.#tabs.orphans(entries, Date.now());
    for (const entry of orphans) {
      if (this.#conversation.holds(entry.cid)) await this.#store.remove(entry.cid);
      else await this.#share({ ...entry, tab: this.tab });
    }
    const others = entries.filter((entry) => entry.tab !== this.tab).length - orphans.length;
    if (others && this.#open) this.#timers.after('adopt', LOOK_AGAIN_MS, () => void this.adopt());
    this.#offer();
  }

  /** The server has lost or changed the history: own messages go out again under their old cid (contract R11). */
  async offerAgain() {
    for (const { seq: _, acked_at: __, ...entry } of await this.#store.keptOf(this.#conversation.id, Date.now())) {
      if (!this.#conversation.holds(entry.cid)) await this.#share({ ...entry, tab: this.tab });
    }
    this.#offer();
  }

  /** One unacknowledged message at a time keeps their order (contract R5). */
  #offer() {
    if (!this.#open || this.#unacked || this.barred) return;
    const { begun } = this.#conversation;
    const entry = this.outbox.next(this.tab, Date.now());
    if (entry && !entry.waits) {
      const { conversation, cid, text, page, files } = entry;
      if (this.#wire.send({ t: 'say', conversation, cid, text, page, files: files?.map((file) => file.id) })) this.#unacked = cid;
    } else if (this.address.wanted && !this.address.sent && begun) {
      this.address.sent = this.#wire.send({ t: 'email', conversation: this.#conversation.id, address: this.address.wanted });
    }
  }

  /**
   * @param {string} cid
   * @param {string} reason
   */
  #giveUp(cid, reason) {
    if (this.#unacked === cid) this.#unacked = '';
    const entry = this.outbox.refuse(cid, reason);
    if (entry) void this.#share(entry);
    this.#offer();
  }

  /**
   * @param {string} reason
   * @param {number | null} seconds
   */
  #refuseAddress(reason, seconds) {
    if (!this.address.sent) return;
    if (seconds === null || reason === 'bad_email') {
      this.address = { wanted: '', sent: false, refused: reason };
      return;
    }
    this.#timers.after('address', seconds * 1000, () => {
      this.address.sent = false;
      this.#offer();
    });
  }

  /**
   * Keep an entry, and show it in the other tabs.
   * @param {Entry} entry
   * @param {string} [instead] the cid that it replaces
   */
  async #share(entry, instead = entry.cid) {
    this.outbox.add(entry);
    this.#wire.change();
    await this.#store.put(entry, instead);
    this.#tabs.tell({ entry, instead });
  }
}
