/** When we answer by mail: the promise first, then what we keep, then the address. */

import { make } from '../dom.js';
import { HERE } from '../words.js';
import { suggestAddress } from '../app/address.js';
import { keyOf } from '../app/refusals.js';

/** @typedef {import('../app/session.js').Session} Session */
/** @typedef {import('../words.js').Words} Words */

export class Capture {
  #session;
  #words;
  #editing = false;
  /** Why an address is asked for that no promise needs. */ #why = '';
  #promise = make('h3');
  #privacy = make('p', { class: 'note' });
  #field = make('input', {
    id: 'address', type: 'email', autocomplete: 'email', placeholder: 'lan@gmail.com', 'aria-describedby': 'fault',
  });
  #fault = make('p', { id: 'fault', class: 'fault', role: 'alert' });
  #guess = make('button', { type: 'button', class: 'guess' });
  #host;
  #form;
  #savedText = make('span');
  #saved;
  element;

  /**
   * @param {Session} session
   * @param {Words} words
   * @param {string} host of the server
   */
  constructor(session, words, host) {
    this.#session = session;
    this.#words = words;
    this.#host = host;
    const label = make('label', { for: 'address' }, words.say('widget.email.ask'));
    const save = make('button', { class: 'main' }, words.say('widget.email.save'));
    this.#form = make('form', { novalidate: '' }, label, make('div', { class: 'row' }, this.#field, save), this.#guess, this.#fault);
    const change = make('button', { class: 'change' }, words.say('widget.email.change'));
    this.#saved = make('p', { class: 'saved', role: 'status' }, this.#savedText, ' ', change);
    this.element = make('div', { class: 'card promise' }, this.#promise, this.#privacy, this.#form, this.#saved);
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      this.#save();
    };
    this.#field.oninput = () => this.#say('');
    this.#guess.onclick = () => {
      this.#field.value = suggestAddress(this.#field.value.trim());
      this.#save();
    };
    change.onclick = () => {
      this.#editing = true;
      this.update();
      this.#field.value = this.#session.conversation.state?.email ?? '';
      this.#field.focus();
    };
    this.#guess.hidden = true;
  }

  /** Show the card when the visitor has written something that will be answered by mail. */
  update() {
    const { conversation, delivery, decision, desk } = this.#session;
    const { state } = conversation;
    const wrote = conversation.wrote || delivery.outbox.sending;
    const byMail = state?.status === 'email' || (decision?.outcome === 'email' && !['open', 'closed', 'waiting'].includes(state?.status ?? ''));
    const { wanted, refused } = delivery.address;
    const bounced = !wanted && isBounced(conversation);
    const promised = wrote && byMail;
    this.element.hidden = !bounced && !promised && !this.#why;
    const address = wanted || state?.email || '';
    if (refused) {
      this.#editing = true;
      this.#say(this.#words.say(keyOf(refused, this.#words)));
    }
    const saved = address !== '' && !this.#editing && !bounced;
    this.#form.hidden = saved;
    this.#privacy.hidden = saved || !desk;
    this.#saved.hidden = !saved;
    this.#savedText.textContent = this.#words.say('widget.email.saved', { email: address });
    this.#promise.textContent = promised ? this.#wordPromise(state?.promise_at ?? decision?.reply_by) : this.#why;
    if (desk && !this.#privacy.textContent) this.#explain(desk.name, desk.privacy_url);
  }

  /**
   * Ask for the address where nothing needs it yet.
   * @param {string} why said over the field; '' = not any more
   */
  ask(why) {
    this.#why = why;
    this.#editing = !!why;
    this.update();
    if (why) this.#field.focus();
  }

  /** @param {number | null | undefined} at */
  #wordPromise(at) {
    const { decision, now } = this.#session;
    return at ? this.#words.say('promise.by', { promise: this.#words.promise(at, decision?.zone, now, HERE) }) : '';
  }

  /**
   * @param {string} company
   * @param {string} link
   */
  #explain(company, link) {
    this.#privacy.append(this.#words.say('widget.privacy', { company }));
    if (!/^(\/|https?:)/.test(link)) return;
    // A path is the server's own page, not one of the page that we are on.
    const href = link.replace(/^\//, this.#host);
    this.#privacy.append(' ', make('a', { href, target: '_blank', rel: 'noopener' }, this.#words.say('widget.privacy.details')));
  }

  #save() {
    const address = this.#field.value.trim().normalize('NFC');
    // Only the shape; the server decides. What it refuses comes back as `bad_email`.
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(address)) return this.#say(this.#words.say('error.bad_email'));
    const meant = suggestAddress(address);
    if (meant && this.#guess.hidden) return this.#help(meant);
    this.#editing = false;
    this.#guess.hidden = true;
    this.#session.delivery.leaveAddress(address);
    this.update();
  }

  /**
   * Offer what was probably meant; saving once more keeps what was written.
   * @param {string} email
   */
  #help(email) {
    this.#guess.hidden = false;
    this.#guess.textContent = this.#words.say('widget.email.did_you_mean', { email });
  }

  /** @param {string} fault */
  #say(fault) {
    this.#session.delivery.address.refused = '';
    this.#fault.textContent = fault;
    this.#fault.hidden = !fault;
    this.#field.setAttribute('aria-invalid', String(!!fault));
    if (!fault) this.#guess.hidden = true;
  }
}

/**
 * Whether our mail to the address that we have came back: another one is asked for, in the same place.
 * @param {import('../app/conversation.js').Conversation} conversation
 */
export const isBounced = ({ messages, state }) =>
  messages.some(({ body }) => body.from === 'system' && body.key === 'system.mail_bounced' && body.values.email === state?.email);
