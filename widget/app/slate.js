/** What this tab holds of somebody: wiped clean for the next one, here and in the other tabs. */

import { erase, keep, nobody, recall } from './oblivion.js';

/** @typedef {import('../types.js').Identity} Identity */

export class Slate {
  #session;
  #input;
  #site;
  #draft;
  #channel;

  /**
   * @param {import('./session.js').Session} session
   * @param {HTMLTextAreaElement} input
   * @param {{ site: string, draft: string }} own the site, and where its draft lies
   * @param {(person: string) => void} wiped another tab has done it, for a person or for nobody ('')
   */
  constructor(session, input, { site, draft }, wiped) {
    this.#session = session;
    this.#input = input;
    this.#site = site;
    this.#draft = draft;
    this.#channel = new BroadcastChannel(`chatserver:${site}:person`);
    this.#channel.onmessage = ({ data }) => {
      this.#become(data);
      wiped(data.person);
    };
  }

  leave() {
    this.#channel.close();
  }

  /** Whom this browser has been; '' = nobody has said. */
  async recall() {
    return (await recall(this.#site))?.person ?? '';
  }

  /** @param {string} person who comes next, '' = nobody */
  async wipe(person) {
    const identity = nobody();
    this.#become(identity);
    this.#channel.postMessage({ ...identity, person });
    await erase(this.#site, identity);
  }

  /**
   * Keep who this is, and what they talk in.
   * @param {string} person
   * @param {string} id of the conversation
   */
  async keep(person, id) {
    const { conversation, delivery, secret } = this.#session;
    const left = conversation.id === id ? undefined : conversation.id;
    if (left) this.#turnTo(id);
    await keep(this.#site, { secret, conversation: id, person }, left);
    // What was written before anybody knew whose it is goes where they talk.
    for (const entry of delivery.outbox.entries) if (entry.conversation === left) await delivery.amend({ ...entry, conversation: id });
  }

  /** @param {Identity} identity somebody new */
  #become({ secret, conversation }) {
    const { delivery, connection } = this.#session;
    for (const { cid } of delivery.outbox.entries) delivery.outbox.settle(cid);
    delivery.address = { wanted: '', sent: false, refused: '' };
    delivery.held = '';
    this.#session.files?.leave();
    this.#session.secret = secret;
    this.#session.turns?.forget();
    this.#turnTo(conversation);
    connection.resume();
    this.#input.value = '';
    this.#input.dispatchEvent(new Event('change'));
    try {
      localStorage.removeItem(this.#draft);
    } catch {
      // Storage refused: nothing lies there.
    }
    this.#session.hear({});
  }

  /** @param {string} id */
  #turnTo(id) {
    this.#session.conversation.turn(id, '');
  }
}
