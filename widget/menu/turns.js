/** What the visitor has chosen to talk in; a conversation that runs meanwhile has the floor when an agent speaks there. */

import { newId } from '../app/ids.js';

/** @typedef {import('../types.js').Frame} Frame */

export class Turns {
  #session;
  /** What runs while another one is read. @type {[id: string, epoch: string] | undefined} */ left;

  /** @param {import('../app/session.js').Session} session */
  constructor(session) {
    this.#session = session;
  }

  /** Whether nothing is on its way that belongs to what is shown. */
  get free() {
    const { delivery } = this.#session;
    return !delivery.outbox.sending && !delivery.address.wanted;
  }

  /** Whether a new one can be begun: what runs is gone on with. */
  get over() {
    return !this.left && this.#session.conversation.begun && !this.#runs;
  }

  /** Whether what is shown has not ended; the line that says so comes before the state does. */
  get #runs() {
    const { messages, state } = this.#session.conversation;
    const last = messages.at(-1)?.body;
    return state?.status !== 'closed' && !(last?.from === 'system' && last.key === 'system.closed');
  }

  /** Begin a new one. */
  begin() {
    this.to(newId());
  }

  /**
   * Turn to one; while another runs in this tab only, so that the next page begins with what runs.
   * @param {string} id
   * @param {string} [epoch] '' of one that is to begin
   */
  to(id, epoch = '') {
    const { conversation } = this.#session;
    if (id === conversation.id) return;
    this.#session.turns = this;
    if (conversation.begun && this.#runs) this.left ??= [conversation.id, conversation.epoch];
    if (this.left?.[0] === id) this.left = undefined;
    this.#session.turnTo(id, epoch, !!this.left);
  }

  /** Somebody else is here: nothing has been chosen. */
  forget() {
    this.left = this.#session.turns = undefined;
  }

  /** @param {Frame} frame of another conversation than the one that is shown */
  hear(frame) {
    if (!this.left || frame.t !== 'message' || frame.conversation !== this.left[0] || frame.body.from !== 'agent') return;
    this.to(...this.left);
  }
}
