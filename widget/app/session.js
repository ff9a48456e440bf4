/** The visitor's side of the conversation: takes frames in, keeps state and storage in step. */

import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { Delivery } from './delivery.js';
import { newId } from './ids.js';
import { Pages } from './pages.js';
import { Timers } from './timers.js';

/** @import { Body, Context, Frame, Message } from '../types.js' */
/** @typedef {{ [T in Frame['t']]?: (frame: Extract<Frame, { t: T }>) => void }} Handlers */

const TYPING_MS = 6_000;
const CATCH_UP_MS = 3_000;

export class Session {
  /** @type {import('../types.js').Desk | null} */ desk = null;
  /** @type {import('../types.js').Decision | null} */ decision = null;
  /** The name of who is composing on the other side. */ typing = '';
  /** Whom the visitor has chosen to ask. @type {string | undefined} */ department;
  /** Once the visitor has chosen what to talk in. @type {import('../menu/turns.js').Turns | undefined} */ turns;
  /** How the page lets people sign in, if it has said so. @type {(() => void) | undefined} */ signIn;
  /** The token that proves who this is, for what is asked beside the socket. */ proof = '';
  /** Once files are chosen or shown. @type {import('../files/files.js').Files | undefined} */ files;
  #settings;
  #store;
  #tabs;
  #change;
  #skew = 0;
  #timers = new Timers();
  /** @type {Context} */ #context = {};
  /** @type {import('../types.js').State[]} of an epoch that we have not turned to yet */ #told = [];
  /** Own messages are being put back into the outbox after a reset. */ #restart = Promise.resolve();

  /**
   * @param {import('../types.js').Settings} settings
   * @param {{ store: import('./store.js').Store, tabs: import('./tabs.js').Tabs, tab: string, extras: Promise<typeof import('../extras.js')> }} home
   * @param {Awaited<ReturnType<import('./store.js').Store['load']>>} loaded
   * @param {(arrived?: Body) => void} change called after any change, with a live message of the other side
   */
  constructor(settings, { store, tabs, tab, extras }, loaded, change) {
    this.#settings = settings;
    this.#store = store;
    this.#tabs = tabs;
    this.secret = loaded.identity.secret;
    this.#change = change;
    this.pages = new Pages(settings, (page) => void (this.connection.send({ t: 'page', page }), change()));
    this.conversation = new Conversation(loaded.identity.conversation);
    this.conversation.restore(loaded.standing, loaded.messages);
    this.connection = new Connection(settings, {
      hello: () => this.#hello(),
      frame: (frame) => this.#handle(frame),
      explain: () => extras.then(({ trouble }) => trouble(settings)),
      change: () => this.#connected(),
    });
    this.delivery = new Delivery(this.conversation, store, tabs, tab, { send: (frame) => this.connection.send(frame), change });
    this.delivery.outbox.add(...loaded.entries);
  }

  /** Whether closing the page loses nothing. */
  get kept() {
    return this.#store.kept;
  }

  /** The server's idea of now, ms. */
  get now() {
    return Date.now() + this.#skew;
  }

  /** Something is going on that this browser should come back to. */
  get active() {
    const { state, begun } = this.conversation;
    return !this.delivery.outbox.empty || (begun && state?.status !== 'closed') || !!this.turns?.left;
  }

  /** @param {string} text NFC; goes with the files chosen and the page as it is now, before its navigation is noticed */
  say(text) {
    return this.delivery.say(text, this.pages.look(''), this.files?.take());
  }

  /** Everything held has been seen; told to the server and to the other tabs. */
  markRead() {
    const { seq, read, id } = this.conversation;
    if (seq <= read || !this.connection.send({ t: 'read', conversation: id, seq })) return;
    this.conversation.saw(seq);
    this.#tabs.tell({ read: seq });
    this.#remember([]);
  }

  /** @param {boolean} on whether the visitor is writing */
  compose(on) {
    if (this.conversation.begun) this.connection.send({ t: 'typing', conversation: this.conversation.id, on });
  }

  /** @param {Context} context what the product team's page says about itself; replaces what it said before */
  describe(context) {
    this.#context = context;
    this.connection.send({ t: 'context', context });
  }

  /** @param {string} id of what is talked in from now on @param {string} [epoch] '' of what is to begin @param {boolean} [alone] in this tab */
  turnTo(id, epoch = '', alone) {
    this.conversation.turn(id, epoch);
    this.connection.resume();
    this.#change();
    if (alone) return;
    void this.#store.turn(id);
    this.#tabs.tell({ turn: [id, epoch] });
  }

  /**
   * What another tab has done.
   * @param {{ entry?: import('../types.js').Entry, instead?: string, read?: number, turn?: [string, string] }} news
   */
  hear({ entry, instead, read, turn }) {
    if (turn) this.turnTo(...turn, true);
    if (entry || instead) this.delivery.hear(entry, instead);
    if (entry && !this.conversation.begun) this.connection.resume(); // the server tells only of what is asked for
    if (read) this.conversation.saw(Math.min(read, this.conversation.seq));
    this.#change();
  }

  #hello() {
    const { conversation, delivery } = this;
    return {
      t: 'hello', secret: this.secret, language: this.#settings.language, page: this.pages.here,
      conversations: conversation.begun || !delivery.outbox.empty ? [conversation.cursor] : [], context: this.#context, department: this.department,
    };
  }

  #connected() {
    if (!this.connection.ready) this.delivery.pause();
    this.typing = '';
    this.#change();
  }

  /** @param {Frame} frame */
  #handle(frame) {
    if ('conversation' in frame && frame.conversation !== this.conversation.id) {
      return frame.t === 'ack' ? this.delivery.settle(frame.cid, 0) : this.turns?.hear(frame);
    }
    const handle = /** @type {((frame: Frame) => void) | undefined} */ (this.handlers[frame.t]);
    handle?.(frame);
    this.#change();
  }

  /** @type {Handlers} */
  handlers = {
    welcome: ({ desk, decision, conversations }) => {
      this.#decide({ desk, decision });
      // A state of another epoch announces a `reset`.
      const { epoch } = this.conversation;
      this.#told = conversations.filter((state) => epoch && state.epoch !== epoch);
      for (const state of conversations) if (!this.#told.includes(state)) this.#update(state);
      void this.delivery.adopt();
      // What ended long ago does not swallow a new question, unless it was chosen.
      if (!this.turns && this.conversation.state?.past && this.delivery.outbox.empty && !this.conversation.unread) this.turnTo(newId());
      // Where something was said before, catch-up shows first what the server already has.
      if (this.conversation.begun) this.#timers.after('catchUp', CATCH_UP_MS, () => this.delivery.resume());
      else this.delivery.resume();
    },
    decision: (frame) => this.#decide(frame),
    state: (state) => this.#update(state),
    messages: ({ epoch, messages, more }) => {
      this.#follow(this.conversation.page(epoch, messages), messages);
      if (more) return;
      this.#timers.cancel('catchUp');
      void this.#restart.then(() => this.delivery.resume());
    },
    message: ({ seq, h, at, body }) => {
      const outcome = this.conversation.live({ seq, h, at, body });
      this.#follow(outcome, [{ seq, h, at, body }]);
      if (outcome !== 'applied' || body.from === 'visitor') return;
      this.typing = '';
      this.#change(body);
    },
    ack: (ack) => this.#confirm(ack),
    nack: ({ reason, cid, retry_after }) => this.delivery.refuse(reason, cid, retry_after),
    typing: ({ on, name = '' }) => {
      this.typing = on ? name : '';
      this.#timers.after('typing', TYPING_MS, () => {
        this.typing = '';
        this.#change();
      });
    },
    read: ({ seq, who }) => (who === 'visitor' ? this.conversation.saw(seq) : this.conversation.seen(seq)),
    reset: ({ reason }) => {
      this.delivery.pause();
      this.#restart = this.#startOver(reason === 'diverged');
      for (const state of this.#told.splice(0)) this.#update(state);
    },
  };

  /** @param {{ desk: import('../types.js').Desk, decision: import('../types.js').Decision }} told */
  #decide({ desk, decision }) {
    this.desk = desk;
    this.decision = decision;
    this.#skew = decision.now - Date.now();
  }

  /** @param {import('../types.js').State} state */
  #update(state) {
    if (state.conversation !== this.conversation.id) return;
    if (!this.conversation.update(state)) return this.#diverge();
    this.delivery.keepAddress(state.email);
    this.#remember([]);
  }

  /**
   * Keep what was applied; a hole or another history means asking anew (contract R9).
   * @param {import('./conversation.js').Outcome} outcome
   * @param {Message[]} messages
   */
  #follow(outcome, messages) {
    if (outcome === 'hole') return this.connection.resume();
    if (outcome === 'diverged') return this.#diverge();
    // In this order: a page that dies in between still knows that something is going on.
    if (outcome === 'applied') this.#remember(messages);
    for (const { seq, body } of messages) if (body.from === 'visitor') this.delivery.settle(body.cid, seq);
  }

  /** @param {Extract<Frame, { t: 'ack' }>} ack contract R3: it is stored */
  #confirm({ cid, seq, h, at }) {
    const entry = this.delivery.outbox.get(cid);
    if (entry && seq <= this.conversation.seq + 1) {
      const message = { seq, h, at, body: /** @type {Body} */ ({ from: 'visitor', cid, text: entry.text, files: entry.files }) };
      this.#follow(this.conversation.live(message), [message]);
    }
    this.delivery.settle(cid, seq);
    this.#timers.after('hole', CATCH_UP_MS, () => {
      if (this.conversation.seq < seq) this.connection.resume();
    });
  }

  #diverge() {
    void this.#startOver(true).then(() => this.connection.resume());
  }

  /** @param {boolean} diverged the server has another history, so own messages are offered again (contract R11) */
  async #startOver(diverged) {
    this.conversation.reset();
    await this.#store.forget(this.conversation.id);
    if (diverged) await this.delivery.offerAgain();
  }

  /** @param {Message[]} messages */
  #remember(messages) {
    void this.#store.apply(this.conversation.id, this.conversation.standing, messages);
  }
}
