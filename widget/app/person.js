/** The person whom the page's own server names by a signed token; never somebody else, never silently nobody. */

import { make } from '../dom.js';
import { newId } from './ids.js';
import { erase, keep, nobody, recall } from './oblivion.js';
import { Timers } from './timers.js';
import { subjectOf } from './token.js';

/** @typedef {import('../types.js').Identity} Identity */
/** @typedef {() => unknown} Ask gives a token, or a promise of one */

const ANSWER_MS = 10_000;
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

export class Person {
  #session;
  #frame;
  #site;
  #draft;
  #notice;
  #channel;
  #timers = new Timers();
  /** @type {Ask | undefined} */ #ask;
  /** Counts what was asked of us: an answer to an earlier question is nobody's. */
  #turn = 0;
  #tries = 0;
  /** Waiting to be sent, or for its answer. */
  #token = '';
  /** Who this browser is; '' = nobody has said. */
  #known = '';

  /**
   * @param {import('./session.js').Session} session
   * @param {import('../loader/frame.js').Frame} frame
   * @param {{ site: string, draft: string, failed: string }} own the site, where its draft lies, what to say of a failure
   */
  constructor(session, frame, { site, draft, failed }) {
    this.#session = session;
    this.#frame = frame;
    this.#site = site;
    this.#draft = draft;
    this.#notice = make('p', { class: 'strip', role: 'status', hidden: '' }, failed);
    frame.form.before(this.#notice);
    this.#channel = new BroadcastChannel(`chatserver:${site}:person`);
    this.#channel.onmessage = ({ data }) => this.#become(data);
    this.#listen();
  }

  /**
   * @param {unknown} given a token, a function that gives a fresh one, or null: nobody is signed in
   */
  async identify(given) {
    const turn = ++this.#turn;
    const { body } = this.#frame;
    this.#tries = 0;
    this.#session.delivery.barred = true;
    // Once somebody is known here, nothing is hidden before another one's token is there.
    body.hidden ||= !this.#known;
    this.#known ||= (await recall(this.#site))?.person ?? '';
    if (turn !== this.#turn) return;
    if (given === null || given === undefined) return this.#signOut();
    this.#ask = typeof given === 'function' ? /** @type {Ask} */ (given) : () => given;
    await this.#prove();
  }

  /** Forget everything, here and in the other tabs. */
  async shutdown() {
    this.#turn++;
    this.#ask = undefined;
    await this.#forget();
    this.#session.describe({});
    this.#frame.show(false);
    this.#free();
  }

  async #signOut() {
    this.#ask = undefined;
    if (this.#known) await this.#forget();
    this.#free();
  }

  /** Ask the page for a token and send it, unless something else has been asked of us meanwhile. */
  async #prove() {
    const turn = ++this.#turn;
    this.#timers.cancel('again');
    this.#timers.after('answer', ANSWER_MS, () => this.#late());
    try {
      const token = await this.#ask?.();
      if (turn === this.#turn) await this.#send(typeof token === 'string' ? token : '');
    } catch (fault) {
      if (turn === this.#turn) this.#fail(String(fault));
    }
  }

  /** @param {string} token */
  async #send(token) {
    const person = subjectOf(token);
    if (!person) return this.#fail('this is no token');
    // Another person: the first one's history goes before anything is said for the second.
    if (this.#known && this.#known !== person) await this.#forget();
    this.#token = token;
    this.#session.connection.send({ t: 'identify', token });
  }

  /** Without a connection nobody can answer: then the history may be read, and `welcome` goes on from here. */
  #late() {
    if (this.#token && !this.#session.connection.ready) this.#frame.body.hidden = false;
    else this.#fail('no token, or no answer to it, in time');
  }

  /** Frames that concern who this is. */
  #listen() {
    const { handlers } = this.#session;
    const { welcome, nack } = handlers;
    handlers.welcome = (frame) => {
      welcome?.(frame);
      if (this.#token) this.#session.connection.send({ t: 'identify', token: this.#token });
    };
    handlers.nack = (frame) => {
      const ours = frame.reason.startsWith('identity_');
      if (!ours || frame.cid) nack?.(frame);
      if (ours) void this.#refused(frame.reason, !!frame.cid);
    };
    handlers.identified = ({ current }) => void this.#identified(current);
    handlers.identify_again = () => void (this.#ask && this.#prove());
  }

  /** @param {string} current the person's conversation, '' = a new one */
  async #identified(current) {
    const { conversation, secret, delivery } = this.#session;
    this.#timers.cancel('answer');
    this.#known = subjectOf(this.#token) || this.#known;
    this.#token = '';
    this.#tries = 0;
    this.#notice.hidden = true;
    const left = conversation.id;
    const next = current || (conversation.begun ? newId() : left);
    if (next !== left) this.#turnTo(next);
    this.#free();
    for (const { cid, state, reason } of delivery.outbox.entries) {
      if (state === 'refused' && reason.startsWith('identity_')) void delivery.retry(cid);
    }
    await keep(this.#site, { secret, conversation: next, person: this.#known }, next === left ? undefined : left);
  }

  /**
   * @param {string} reason
   * @param {boolean} words whether it was words that were refused, and not the token
   */
  async #refused(reason, words) {
    if (words) return void (this.#ask && !this.#token && this.#prove());
    const token = this.#token;
    this.#token = '';
    if (reason !== 'identity_other') return this.#fail(`the token was refused: ${reason}`);
    await this.#forget();
    await this.#send(token);
  }

  /** @param {string} why said to whoever builds the page */
  #fail(why) {
    console.error('chatserver: the visitor is not identified,', why);
    this.#turn++;
    this.#token = '';
    this.#timers.cancel('answer');
    this.#notice.hidden = false;
    this.#free();
    const wait = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** this.#tries++);
    this.#timers.after('again', wait, () => void (this.#ask && this.#prove()));
  }

  /** Until now nothing was shown and nothing said, for nobody knew whose it was. */
  #free() {
    const { delivery, connection } = this.#session;
    this.#frame.body.hidden = delivery.barred = false;
    if (connection.ready) delivery.resume();
    this.#session.hear({});
  }

  async #forget() {
    const identity = nobody();
    this.#become(identity);
    this.#channel.postMessage(identity);
    await erase(this.#site, identity);
  }

  /** @param {Identity} identity somebody new, in this tab or another one */
  #become({ secret, conversation }) {
    const { delivery, connection } = this.#session;
    const { input } = this.#frame;
    this.#known = this.#token = '';
    this.#notice.hidden = true;
    this.#timers.cancel('answer');
    this.#timers.cancel('again');
    for (const { cid } of delivery.outbox.entries) delivery.outbox.settle(cid);
    delivery.address = { wanted: '', sent: false, refused: '' };
    delivery.held = '';
    this.#session.secret = secret;
    this.#turnTo(conversation);
    connection.resume();
    input.value = '';
    input.dispatchEvent(new Event('change'));
    try {
      localStorage.removeItem(this.#draft);
    } catch {
      // Storage refused: nothing lies there.
    }
    this.#session.hear({});
  }

  /** @param {string} id */
  #turnTo(id) {
    const { conversation } = this.#session;
    conversation.reset();
    conversation.read = 0;
    conversation.id = id;
  }
}
