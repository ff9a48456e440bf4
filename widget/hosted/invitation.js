/** A mail's link: it is used up by a tap, never by being looked at; programs that check mails open links too. */

import { keep, recall } from '../app/oblivion.js';
import { keyOf } from '../app/refusals.js';
import { make } from '../dom.js';

export class Invitation {
  #frame;
  #session;
  #words;
  #site;
  #code = '';
  /** What was asked with the code and not answered yet. */ #asked = '';
  #title = make('h3');
  #hint = make('p', { class: 'note' });
  #buttons = make('div', { class: 'choices' });
  #card = make('div', { class: 'card invitation', role: 'status', hidden: '' }, this.#title, this.#hint, this.#buttons);

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {string} site
   */
  constructor(frame, session, words, site) {
    this.#frame = frame;
    this.#session = session;
    this.#words = words;
    this.#site = site;
    frame.body.prepend(this.#card);
    const { handlers } = session;
    const { welcome, nack } = handlers;
    handlers.welcome = (frame) => {
      welcome?.(frame);
      this.#send();
    };
    handlers.nack = (frame) => {
      if (frame.cid || !this.#asked) return nack?.(frame);
      this.#refused(frame.reason, frame.retry_after ?? 0);
    };
    handlers.opened = ({ current, mailed_to }) => void this.#enter(current, mailed_to);
    handlers.link_mailed = () => this.#show('widget.link.mailed', '', ['widget.link.new']);
  }

  /** Take the code from the page's address; it stays there until it has been used. */
  read() {
    this.#code = new URLSearchParams(location.hash.slice(1)).get('open') ?? '';
    if (this.#code) this.#show('widget.link.ask', this.#words.say('widget.link.once'), ['widget.link.open']);
  }

  /**
   * @param {string} title
   * @param {string} hint
   * @param {string[]} buttons the first is the main one
   * @param {Record<string, number>} [values]
   */
  #show(title, hint, buttons, values) {
    this.#asked = '';
    this.#title.textContent = this.#words.say(title, values);
    this.#hint.textContent = hint;
    /** @type {Record<string, () => void>} */
    const acts = {
      'widget.link.open': () => this.#ask('open'),
      'widget.link.again': () => this.#ask('link'),
      'widget.link.new': () => this.#leave(),
    };
    this.#buttons.replaceChildren(
      ...buttons.map((key, at) => {
        const button = make('button', { type: 'button', class: at ? 'change' : 'main' }, this.#words.say(key));
        button.onclick = acts[key];
        return button;
      }),
    );
    this.#card.hidden = false;
    this.#frame.panel.classList.add('sealed');
    /** @type {HTMLElement | null} */ (this.#buttons.firstElementChild)?.focus();
  }

  /** @param {'open' | 'link'} verb */
  #ask(verb) {
    this.#asked = verb;
    this.#send();
  }

  #send() {
    if (this.#asked) this.#session.connection.send({ t: this.#asked, code: this.#code });
  }

  /**
   * @param {string} reason
   * @param {number} seconds
   */
  #refused(reason, seconds) {
    const unknown = reason === 'link_unknown';
    const again = unknown ? 'widget.link.again' : this.#asked === 'link' ? 'widget.link.again' : 'widget.link.open';
    const title = unknown ? 'error.link_unknown' : keyOf(reason, this.#words);
    this.#show(title, '', [again, 'widget.link.new'], { seconds: Math.ceil(seconds) });
  }

  /**
   * @param {string} current the conversation to go on with
   * @param {string} [email] whose it is: anybody may be sent the link of somebody else's
   */
  async #enter(current, email) {
    const { conversation, delivery, connection } = this.#session;
    const left = conversation.id;
    if (current === left) return this.#leave();
    conversation.turn(current, '');
    // What is on its way to the other conversation is told anew.
    if (!delivery.outbox.empty) connection.resume();
    const known = await recall(this.#site);
    if (known) await keep(this.#site, { ...known, conversation: current }, left);
    // Only now: a page that dies before still has the code, and is let in again by it.
    this.#leave();
    if (email) {
      this.#title.textContent = this.#words.say('widget.link.whose', { email });
      this.#hint.textContent = '';
      this.#buttons.replaceChildren();
      this.#card.hidden = false;
    }
  }

  /** The code is used up, or not wanted: it must stand in no history. */
  #leave() {
    history.replaceState(null, '', location.pathname + location.search);
    this.#asked = this.#code = '';
    this.#card.hidden = true;
    this.#frame.panel.classList.remove('sealed');
    if (!matchMedia('(pointer: coarse)').matches) this.#frame.input.focus({ preventScroll: true });
    this.#frame.onchange();
  }
}
