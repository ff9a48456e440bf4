/** This tab among the others: one thread, one sound, each sends its own (contract R12). */

/** @typedef {import('../types.js').Entry} Entry */

/** Without locks nobody can tell a dead tab from a quiet one, so after this long its entries are everybody's. */
const ORPHANED_MS = 30_000;
const SOUND_MS = 1_500;

export class Tabs {
  #name;
  #id;
  /** @type {BroadcastChannel | undefined} */ #channel;
  /** @type {(() => void) | undefined} */ #leave;
  /** @type {((message: any) => void)} */ #heard;
  /** Whether a hidden tab may keep its socket: one of them does. */
  mayListen = false;
  #waiting = false;
  /** @type {(() => void) | undefined} */ #cede;

  /**
   * @param {string} site
   * @param {string} id this tab's own
   * @param {(message: any) => void} heard what other tabs say
   */
  constructor(site, id, heard) {
    this.#name = 'chatserver:' + site;
    this.#id = id;
    this.#heard = heard;
  }

  /** Be there, and be known to be there. */
  join() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    void navigator.locks?.request(this.#nameOf(this.#id), () => new Promise((leave) => (this.#leave = () => leave(null))));
  }

  /** Be gone; what was not sent is for the others. */
  leave() {
    this.#channel?.close();
    this.#channel = undefined;
    this.#leave?.();
    this.cede();
  }

  /** @param {object} message */
  tell(message) {
    this.#channel?.postMessage(message);
  }

  /**
   * Entries whose tab has died.
   * @param {Entry[]} entries
   * @param {number} now
   * @returns {Promise<Entry[]>}
   */
  async orphans(entries, now) {
    const foreign = entries.filter((entry) => entry.tab !== this.#id && entry.state === 'sending');
    if (!navigator.locks) return foreign.filter((entry) => now - entry.written_at > ORPHANED_MS);
    const held = (await navigator.locks.query()).held ?? [];
    return foreign.filter((entry) => !held.some(({ name }) => name === this.#nameOf(entry.tab)));
  }

  /**
   * Stand in line to be the one hidden tab with a socket. Without locks each hidden tab keeps its own.
   * @param {() => void} chosen
   */
  async listen(chosen) {
    if (this.#waiting) return;
    this.#waiting = true;
    const until = new AbortController();
    this.#cede = () => until.abort();
    const hold = () =>
      new Promise((done) => {
        this.mayListen = true;
        this.#cede = () => done(null);
        chosen();
      });
    if (!navigator.locks) return void hold();
    await navigator.locks.request(this.#name + ':hidden', { signal: until.signal }, hold).catch(() => {});
  }

  /** The tab is seen again: it needs no permission. */
  cede() {
    this.#cede?.();
    this.#cede = undefined;
    this.mayListen = this.#waiting = false;
  }

  /** @param {() => void} play called in one tab only, however many heard the message */
  async once(play) {
    if (!navigator.locks) return play();
    await navigator.locks.request(this.#name + ':sound', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      play();
      await new Promise((done) => setTimeout(done, SOUND_MS));
    });
  }

  /** @param {string} id */
  #nameOf(id) {
    return `${this.#name}:${id}`;
  }
}
