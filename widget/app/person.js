/** The person whom the page's own server names by a signed token; never somebody else, never silently nobody. */

import { make } from '../dom.js';
import { newId } from './ids.js';
import { Slate } from './slate.js';
import { Timers } from './timers.js';
import { subjectOf } from './token.js';

/** @typedef {() => unknown} Ask gives a token, or a promise of one */

const ANSWER_MS = 10_000;
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

export class Person {
  #session;
  #frame;
  #notice;
  #slate;
  #timers = new Timers();
  #failed;
  /** @type {Ask | undefined} */ #ask;
  /** Counts what was asked of us: an answer to an earlier question is nobody's. */
  #turn = 0;
  #tries = 0;
  /** Waiting to be sent, or for its answer. */
  #token = '';
  /** Who this browser is; '' = nobody has said. */
  #known = '';
  /** The server takes it as proven. */
  #proven = false;
  /** Whom another tab has said to be here: two tabs that disagree must not take turns for ever. */
  #led = '';

  /**
   * @param {import('./session.js').Session} session
   * @param {import('../loader/frame.js').Frame} frame
   * @param {{ site: string, draft: string, failed: string }} own the site, where its draft lies, what to say of a failure
   * @param {() => void} told the page hears of a failure, too
   */
  constructor(session, frame, { failed, ...own }, told) {
    this.#failed = told;
    this.#session = session;
    this.#frame = frame;
    this.#notice = make('p', { class: 'strip', role: 'status', hidden: '' }, failed);
    frame.form.before(this.#notice);
    this.#slate = new Slate(session, frame.input, own, (person) => this.#follow(person));
    this.#listen();
  }

  /**
   * @param {unknown} given a token, a function that gives a fresh one, or null: nobody is signed in
   */
  async identify(given) {
    const turn = ++this.#turn;
    const { body } = this.#frame;
    this.#tries = 0;
    this.#led = '';
    this.#frame.form.hidden = false;
    this.#session.delivery.barred = true;
    // Once somebody is known here, nothing is hidden before another one's token is there.
    body.hidden ||= !this.#known;
    this.#known ||= await this.#slate.recall();
    if (turn !== this.#turn) return;
    if (given === null || given === undefined) return this.#signOut();
    this.#ask = typeof given === 'function' ? /** @type {Ask} */ (given) : () => given;
    await this.#prove();
  }

  /** Forget everything, here and in the other tabs. */
  async shutdown() {
    this.#turn++;
    this.#ask = undefined;
    await this.#forget('');
    this.#session.describe({});
    this.#frame.show(false);
    this.#free();
  }

  /** Another one takes the place of this one. */
  leave() {
    this.#turn++;
    this.#ask = undefined;
    this.#start();
    this.#slate.leave();
  }

  async #signOut() {
    this.#ask = undefined;
    if (this.#known) await this.#forget('');
    this.#free();
  }

  /** Ask the page for a token and send it, unless something else has been asked of us meanwhile. */
  async #prove() {
    const turn = ++this.#turn;
    this.#timers.cancel('again');
    this.#wait();
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
    if (this.#led && this.#led !== person) return this.#leaveItToOthers();
    // Another person: the first one's history goes before anything is said for the second.
    if (this.#known && this.#known !== person) await this.#forget(person);
    this.#token = token;
    this.#wait();
    this.#session.connection.send({ t: 'identify', token });
  }

  /** Without a connection nobody can answer: then the history may be read, and `welcome` goes on from here. */
  #wait() {
    this.#timers.after('answer', ANSWER_MS, () => {
      if (this.#token && !this.#session.connection.ready) this.#frame.body.hidden = false;
      else this.#fail('no token, or no answer to it, in time');
    });
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
    handlers.identified = (frame) => void this.#identified(frame);
    handlers.identify_again = ({ ended }) => {
      if (ended) this.#proven = false;
      if (this.#ask) void this.#prove();
    };
  }

  /** @param {{ current: string }} frame their conversation, '' = a new one */
  async #identified({ current }) {
    if (this.#frame.form.hidden) return;
    const { conversation, delivery } = this.#session;
    this.#timers.cancel('answer');
    this.#known = subjectOf(this.#token) || this.#known;
    this.#session.proof = this.#token || this.#session.proof;
    this.#token = '';
    this.#tries = 0;
    this.#proven = true;
    this.#notice.hidden = true;
    const kept = this.#slate.keep(this.#known, this.#session.turns ? conversation.id : current || (conversation.begun ? newId() : conversation.id));
    this.#free();
    for (const { cid, state, reason } of delivery.outbox.entries) {
      if (state === 'refused' && reason.startsWith('identity_')) void delivery.retry(cid);
    }
    await kept;
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
    await this.#forget(subjectOf(token));
    await this.#send(token);
  }

  /** @param {string} why said to whoever builds the page */
  #fail(why) {
    console.error('chatserver: the visitor is not identified,', why);
    this.#failed();
    this.#turn++;
    this.#token = '';
    this.#timers.cancel('answer');
    this.#notice.hidden = this.#proven;
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

  /** @param {string} person who is here now, as another tab says */
  #follow(person) {
    this.#turn++;
    this.#start();
    this.#led = person;
    if (!person) this.#ask = undefined; // they have signed out
    if (!this.#ask) return this.#free();
    this.#frame.body.hidden = this.#session.delivery.barred = true;
    void this.#prove();
  }

  /** This page still signs for somebody else than who is in the other tabs: it is old, and nobody writes in it. */
  #leaveItToOthers() {
    console.error('chatserver: another tab has another person; load this page again');
    this.#timers.cancel('answer');
    this.#frame.form.hidden = true;
    this.#notice.hidden = false;
  }

  /** Nothing that was proven, asked or said holds any more. */
  #start() {
    this.#known = this.#token = this.#session.proof = '';
    this.#proven = false;
    this.#notice.hidden = true;
    this.#timers.cancel('answer');
    this.#timers.cancel('again');
  }

  /** @param {string} person who comes next, '' = nobody */
  #forget(person) {
    this.#start();
    return this.#slate.wipe(person);
  }
}
