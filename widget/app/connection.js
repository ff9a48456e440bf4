/** The one socket of a tab, and the one place that sends. Keeps it alive as contract R14 and R15 ask. */

import { pause } from './pace.js';

/** @typedef {import('../types.js').Frame} Frame */

const WELCOME_MS = 7_000;
const SILENCE_MS = 40_000; // the server pings every 25 s at the latest
const LOOK_MS = 5_000;

/**
 * @typedef {object} Listener
 * @property {() => object} hello the first frame
 * @property {(frame: Frame) => void} frame every frame but `ping`
 * @property {() => Promise<typeof import('../poll.js')>} explain why no socket opens, and what to do about it
 * @property {() => void} change `ready` or `stopped` have changed
 */

export class Connection {
  #settings;
  #listener;
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #looking;
  #wanted = false;
  /** Why the last sockets ended, the latest last: for who asks for help with a page. @type {number[]} */ closes = [];
  #tries = 0;
  #heard = 0;
  #asking = false;
  #carrier = window.WebSocket;
  /** The server has said `welcome` on the present socket. */
  ready = false;
  /** There will be no connection on this page. */
  stopped = false;

  /**
   * @param {{ host: string, site: string }} settings
   * @param {Listener} listener
   */
  constructor(settings, listener) {
    this.#settings = settings;
    this.#listener = listener;
  }

  /** @param {boolean} wanted whether this tab shall have a socket */
  want(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearInterval(this.#looking);
    if (!wanted) return this.#drop();
    this.#looking = setInterval(() => this.#listen(), LOOK_MS);
    this.#open();
  }

  /** The page is awake again, or the network is back: the first try is at once (contract R15). */
  wake() {
    if (!this.#wanted || this.stopped) return;
    this.#tries = 0;
    if (!this.#socket) this.#open();
    else this.#listen();
  }

  /** Leave the present socket for a new one, whose `hello` fills the hole (contract R9). */
  resume() {
    this.#drop();
    this.#later(pause({ code: 0, reason: '' }, this.#tries++, Math.random) ?? 0);
  }

  /**
   * @param {object} frame one of docs/protocol.md
   * @returns {boolean} whether it went out; what must not be lost is in the outbox anyway
   */
  send(frame) {
    if (this.ready) this.#socket?.send(JSON.stringify(frame));
    return this.ready;
  }

  #open() {
    clearTimeout(this.#timer);
    if (this.#socket || this.stopped || !this.#wanted) return;
    const { host, site } = this.#settings;
    /** @type {WebSocket | null} */ let socket = null;
    let heard = false;
    /** @param {{ code: number, reason: string }} close */
    const end = (close = { code: 0, reason: '' }) => {
      if (this.#socket !== socket) return;
      this.#lose(close);
      // Codes of ours begin with 1009: whoever hears none was not let through.
      if (!heard && close.code < 1007) void this.#askWhy();
    };
    this.#timer = setTimeout(end, WELCOME_MS);
    try {
      const opening = (this.#socket = socket = new this.#carrier(`${host.replace(/^http/, 'ws')}ws/${site}`, ['chat.v1']));
      opening.onopen = () => opening.send(JSON.stringify(this.#listener.hello()));
    } catch {
      // The page has no sockets, or none for us.
      return void setTimeout(end);
    }
    socket.onmessage = ({ data }) => {
      heard = true;
      if (this.#socket === socket) this.#read(JSON.parse(data));
    };
    socket.onclose = end;
    // All that Chromium says where the page's policy forbids sockets.
    socket.onerror = () => end();
  }

  /** @param {Frame} frame */
  #read(frame) {
    this.#heard = Date.now();
    if (frame.t === 'ping') {
      // From here and never from a timer: hidden tabs run those once a minute (contract R14).
      this.#socket?.send('{"t":"pong"}');
      return;
    }
    if (frame.t === 'welcome') {
      clearTimeout(this.#timer);
      this.#tries = 0;
      this.ready = true;
      this.#listener.change();
    }
    this.#listener.frame(frame);
  }

  /** Silence is judged only while the page is seen, and when it wakes up (contract R14). */
  #listen() {
    if (!this.ready || document.hidden || Date.now() - this.#heard < SILENCE_MS) return;
    this.#drop();
    this.#open();
  }

  /** @param {{ code: number, reason: string }} close */
  #lose(close) {
    this.#drop();
    this.closes.push(close.code);
    const seconds = pause(close, this.#tries++, Math.random);
    if (seconds === null) void this.#listener.explain().then(({ closedBecause }) => this.#stop(closedBecause(close.code, this.#settings)));
    else this.#later(seconds);
  }

  /** @param {number} seconds */
  #later(seconds) {
    clearTimeout(this.#timer);
    if (this.#wanted) this.#timer = setTimeout(() => this.#open(), seconds * 1000);
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (!this.ready) return;
    this.ready = false;
    this.#listener.change();
  }

  /** @param {typeof WebSocket} carrier what to use from now on, for it or instead of it */
  use(carrier) {
    this.#carrier = carrier;
    this.#drop();
    this.#open();
  }

  /** A socket that was refused before it opened tells nothing; another address does, or we do without one. */
  async #askWhy() {
    if (this.#asking) return;
    this.#asking = true;
    const asked = this.#listener.explain().then(({ whyRefused }) => whyRefused(this.#settings, this));
    const why = await asked.catch(() => '');
    this.#asking = false;
    if (why) this.#stop(why);
  }

  /** @param {string} why said to whoever builds the page, once */
  #stop(why) {
    if (this.stopped) return;
    this.#drop();
    this.stopped = true;
    console.error('chatserver:', why);
    this.#listener.change();
  }
}
