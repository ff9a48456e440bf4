/** One file on its way to the server, in parts; after a break it goes on where it was (docs/protocol.md, "Files"). */

import { Timers } from '../app/timers.js';

const PART = 512 * 1024;
const STUCK_MS = 60_000;
const LONGEST_WAIT_S = 60;

export class Upload {
  /** What the server says of it, once it is whole. @type {import('../types.js').FileInfo | undefined} */ file;
  /** Why it is refused, in words. */ fault = '';
  /** The last try has failed; another comes. */ broken = false;
  received = 0;
  /** @type {HTMLCanvasElement | undefined} */ preview;
  /** A photo is made lighter first. */ prepared = Promise.resolve();
  #tries = 0;
  #timers = new Timers();
  /** @type {AbortController | undefined} */ #running;

  /**
   * @param {string} id
   * @param {string} name
   * @param {Blob} blob
   * @param {(path: string, how: RequestInit) => Promise<Response>} ask
   * @param {() => void} change
   */
  constructor(id, name, blob, ask, change) {
    this.id = id;
    this.name = name;
    this.blob = blob;
    this.ask = ask;
    this.change = change;
  }

  /** As words name it before the server has seen it. */
  get info() {
    const { id, name, blob } = this;
    return this.file ?? { id, name, size: blob.size, type: '' };
  }

  get percent() {
    return Math.floor((100 * this.received) / (this.blob.size || 1));
  }

  /** Go on, unless it is going on, done or refused. */
  async start() {
    if (this.#running || this.file || this.fault) return;
    this.#timers.cancel('again');
    const running = (this.#running = new AbortController());
    try {
      await this.#send(running.signal);
    } catch {
      if (running.signal.reason === 'given up') return;
      this.broken = true;
      const wait = Math.min(LONGEST_WAIT_S, 2 ** this.#tries++);
      this.#timers.after('again', wait * 1000, () => void this.start());
    }
    this.#running = undefined;
    this.change();
  }

  /** Nobody wants it any more. */
  stop() {
    this.#timers.cancel('again');
    this.#timers.cancel('stuck');
    this.#running?.abort('given up');
    if (!this.file) void this.ask('/' + this.id, { method: 'DELETE' }).catch(() => {});
  }

  /** @param {AbortSignal} signal */
  async #send(signal) {
    await this.prepared;
    const { id, name, blob } = this;
    let stands = await this.#step('', { method: 'POST', body: JSON.stringify({ id, name, size: blob.size }), signal });
    while (stands && !stands.file) {
      const at = (this.received = stands.received);
      this.broken = false;
      this.change();
      stands = await this.#step(`/${id}?offset=${at}`, { method: 'PUT', body: blob.slice(at, at + PART), signal });
    }
    this.file = stands?.file;
    this.#tries = 0;
  }

  /**
   * @param {string} path
   * @param {RequestInit} how
   * @returns {Promise<{ received: number, file?: import('../types.js').FileInfo } | undefined>} undefined: refused, for good
   */
  async #step(path, how) {
    this.#timers.after('stuck', STUCK_MS, () => this.#running?.abort());
    const answer = await this.ask(path, how).finally(() => this.#timers.cancel('stuck'));
    const said = await answer.json();
    // Another tab was faster, or an answer was lost: it says where to go on.
    if (answer.ok || answer.status === 409) return said;
    if (answer.status === 429 || answer.status >= 500) throw answer;
    this.fault = said.text;
    return undefined;
  }
}
