/**
 * What a WebSocket is to `app/connection.js`, made of requests (docs/protocol.md, "Without a socket"): one waits for
 * frames, one at a time brings ours. Both ways are numbered, so a request may be lost, repeated or overtaken.
 */

import { newId } from '../app/ids.js';

const LOST_MS = 35_000; // the server answers within 25
const AGAIN_MS = 300;
const TRIES = 5;
const MOST = 30_000; // characters in a request, besides its first frame
const LOST = { code: 1006, reason: '' };

/** @typedef {{ received: number, first: number, frames: object[], closed: { code: number, reason: string } | null }} Answer */

export class PollSocket {
  /** @type {(() => void) | undefined} */ onopen;
  /** @type {((event: { data: string }) => void) | undefined} */ onmessage;
  /** @type {((close: { code: number, reason: string }) => void) | undefined} */ onclose;
  #url;
  #session = newId();
  /** @type {string[]} what the server is not known to have */ #unsent = [];
  /** Number of the first of them. */ #first = 1;
  /** Number of the last frame that came. */ #ack = 0;
  /** @type {Set<AbortController>} */ #requests = new Set();
  #begun = false;
  #waiting = false;
  #sending = false;
  #ended = false;

  /** @param {string} url of the socket that does not open */
  constructor(url) {
    // The lane is no secret: a balancer may choose by it (docs/deploy.md).
    this.#url = `${url.replace(/^ws(.*)\/ws\//, 'http$1/api/poll/')}?lane=${newId().slice(0, 8)}`;
    queueMicrotask(() => this.onopen?.());
  }

  /** @param {string} text a frame */
  send(text) {
    this.#unsent.push(text);
    if (this.#waiting && !this.#sending) void this.#push();
    if (!this.#begun) void this.#take();
  }

  /** Leave, with what was not sent yet; a page that goes away has its last request sent all the same. */
  close() {
    if (this.#ended) return;
    this.#end();
    if (this.#begun) fetch(this.#url, this.#request('close', { keepalive: true })).catch(() => {});
  }

  /** One request after the other that waits for frames; those of ours that wait meanwhile go with it. */
  async #take() {
    this.#begun = true;
    for (let tries = 0; !this.#ended; ) {
      this.#waiting = true;
      const answer = await this.#ask('wait');
      this.#waiting = false;
      tries = answer ? 0 : tries + 1;
      if (answer) this.#hear(answer);
      else await this.#rest(tries);
    }
  }

  /** While one waits, what is written goes at once; one such request at a time. */
  async #push() {
    this.#sending = true;
    for (let tries = 0; this.#unsent.length && !this.#ended; ) {
      const first = this.#first;
      const answer = await this.#ask('send');
      if (answer) this.#hear(answer);
      tries = this.#first > first ? 0 : tries + 1;
      if (tries) await this.#rest(tries);
    }
    this.#sending = false;
  }

  /**
   * Wait longer after each failure; after some of them the connection is lost.
   * @param {number} tries
   */
  async #rest(tries) {
    if (tries < TRIES) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS * tries));
    else this.#lose(LOST);
  }

  /**
   * @param {'wait' | 'send'} what
   * @returns {Promise<Answer | null>} null: the request or its answer was lost
   */
  async #ask(what) {
    const request = new AbortController();
    this.#requests.add(request);
    const timer = setTimeout(() => request.abort(), LOST_MS);
    try {
      const response = await fetch(this.#url, this.#request(what, { signal: request.signal }));
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.#requests.delete(request);
    }
  }

  /**
   * All that is unsent, or as much as fits: which request arrives first does not matter then.
   * @param {string} what
   * @param {RequestInit} init
   * @returns {RequestInit}
   */
  #request(what, init) {
    let room = MOST;
    const frames = this.#unsent.slice(0, 64).filter((text, at) => (room -= text.length) > 0 || !at);
    const body = `{"session":"${this.#session}","ack":${this.#ack},"first":${this.#first},"${what}":true,"frames":[${frames}]}`;
    return { ...init, method: 'POST', body, credentials: 'omit', cache: 'no-store' };
  }

  /** @param {Answer} answer */
  #hear({ received, first, frames, closed }) {
    const arrived = received - this.#first + 1;
    if (arrived > 0) {
      this.#unsent.splice(0, arrived);
      this.#first += arrived;
    }
    for (const frame of frames) {
      if (this.#ended || first++ !== this.#ack + 1) continue;
      this.#ack++;
      this.onmessage?.({ data: JSON.stringify(frame) });
    }
    if (closed) this.#lose(closed);
  }

  /** @param {{ code: number, reason: string }} close */
  #lose(close) {
    if (this.#ended) return;
    this.#end();
    this.onclose?.(close);
  }

  #end() {
    this.#ended = true;
    for (const request of this.#requests) request.abort();
  }
}
