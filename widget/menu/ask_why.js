/** What was missing, in the visitor's words: asked of who was not helped, never needed. */

import { make } from '../dom.js';

const REF = 3; // what we ask is told from others by it
const MOST = '500';
/** @type {Record<string, string>} */
const REFUSALS = { too_many: 'error.too_many', comment_too_long: 'error.comment_too_long' };

/** Where it is asked already. @type {WeakMap<HTMLElement, () => void>} */
const asked = new WeakMap();

/**
 * Ask in the rating's card, as long as the verdict is "not yet".
 * @param {HTMLElement} card
 * @param {import('../app/session.js').Session} session
 * @param {import('../words.js').Words} words
 */
export function askWhy(card, session, words) {
  if (!asked.has(card)) asked.set(card, put(card, session, words));
  asked.get(card)?.();
}

/**
 * Put a field into the card, which hides itself.
 * @param {HTMLElement} card
 * @param {import('../app/session.js').Session} session
 * @param {import('../words.js').Words} words
 * @returns {() => void} show it, empty
 */
function put(card, { conversation, connection, handlers }, words) {
  const { state, nack } = handlers;
  const field = make('input', { id: 'why', maxlength: MOST, autocomplete: 'off', 'aria-describedby': 'refused' });
  const fault = make('p', { id: 'refused', class: 'fault', role: 'alert' });
  const label = make('label', { for: 'why' }, words.say('widget.not_helped'));
  const form = make('form', {}, label, make('div', { class: 'row' }, field, make('button', { class: 'main' }, words.say('widget.send'))), fault);
  let sent = false;
  /** @param {string} text '' = nothing is wrong */
  const show = (text) => {
    form.hidden = sent = false;
    fault.textContent = text;
    fault.hidden = !text;
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const comment = field.value.normalize('NFC').trim();
    if (!comment) return;
    sent = connection.send({ t: 'rate', conversation: conversation.id, verdict: 'no', comment, ref: REF });
    if (!sent) show(words.say('widget.menu.later'));
  };
  handlers.state = (frame) => {
    state?.(frame);
    // It has arrived, or they have changed their mind. Was it another's state, the refusal brings the words back.
    form.hidden ||= sent || frame.rating !== 'no';
  };
  handlers.nack = (frame) => {
    if (frame.ref !== REF) return nack?.(frame);
    show(words.say(REFUSALS[frame.reason] ?? 'widget.menu.later', { seconds: Math.ceil(frame.retry_after ?? 0), limit: MOST }));
  };
  card.append(form);
  return () => {
    field.value = '';
    show('');
    field.focus();
  };
}
