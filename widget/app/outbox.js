/** What the visitor wrote and nobody has confirmed: pure state, no storage, no socket (contract R5). */

/** @typedef {import('../types.js').Entry} Entry */

/** Contract R4: the server forgets a cid after 7 days, so an older one is never repeated without being asked. */
const REPEATABLE_MS = 6 * 86_400_000;

export class Outbox {
  /** @type {Map<string, Entry>} in the order of writing */
  #entries = new Map();

  /** Whether there is nothing to send or to ask about. */
  get empty() {
    return !this.#entries.size;
  }

  /** Whether something is still on its way; what was turned down is not. */
  get sending() {
    return this.entries.some(({ state }) => state === 'sending');
  }

  /** @returns {Entry[]} */
  get entries() {
    return [...this.#entries.values()];
  }

  /** @param {string} cid */
  get(cid) {
    return this.#entries.get(cid);
  }

  /**
   * Add or replace entries; the order is that of writing.
   * @param {...Entry} entries
   */
  add(...entries) {
    for (const entry of entries) this.#entries.set(entry.cid, entry);
    this.#entries = new Map(this.entries.sort((a, b) => a.written_at - b.written_at).map((entry) => [entry.cid, entry]));
  }

  /**
   * What `tab` has to offer next, or undefined.
   * @param {string} tab
   * @param {number} now
   */
  next(tab, now) {
    return this.entries.find((entry) => entry.tab === tab && entry.state === 'sending' && !isOld(entry, now));
  }

  /**
   * Confirmed: it is no longer ours to keep.
   * @param {string} cid
   */
  settle(cid) {
    const entry = this.#entries.get(cid);
    this.#entries.delete(cid);
    return entry;
  }

  /**
   * Turned down for good.
   * @param {string} cid
   * @param {string} reason
   */
  refuse(cid, reason) {
    return this.#change(cid, { state: 'refused', reason });
  }

  /**
   * The visitor wants it sent. Where the old cid can no longer be repeated, `cid` is its new name.
   * @param {string} old
   * @param {{ cid: string, tab: string, now: number }} anew
   */
  retry(old, { cid, tab, now }) {
    const entry = this.#entries.get(old);
    if (!entry) return;
    const renamed = isOld(entry, now) || entry.reason === 'cid_conflict';
    const again = { ...entry, tab, state: /** @type {const} */ ('sending'), reason: '' };
    if (!renamed) return this.#change(old, again);
    this.#entries.delete(old);
    this.add({ ...again, cid, written_at: now });
    return this.#entries.get(cid);
  }

  /**
   * @param {string} cid
   * @param {Partial<Entry>} change
   */
  #change(cid, change) {
    const entry = this.#entries.get(cid);
    if (entry) this.#entries.set(cid, { ...entry, ...change });
    return this.#entries.get(cid);
  }
}

/**
 * Too old to be repeated by itself (contract R4).
 * @param {Entry} entry
 * @param {number} now
 */
export const isOld = (entry, now) => now - entry.written_at > REPEATABLE_MS;
