/** The conversations there have been: read again, and gone on with by writing. */

import { make } from '../dom.js';
import { HERE } from '../words.js';
import { asking } from './asking.js';

/** @typedef {import('../types.js').EarlierRow} Row */

// In quotes: these are words of the wire, which the build must not shorten.
const STATES = { 'waiting': 'widget.earlier.waiting', 'open': 'widget.earlier.open', 'email': 'widget.earlier.email', 'closed': 'widget.earlier.closed' };

/**
 * @param {import('./entry.js').Home} home
 * @returns {import('./entry.js').Entry}
 */
export function earlier(home) {
  const { session, words, sheet, tell, turns } = home;

  /** @param {Row} row */
  const open = ({ conversation, epoch }) => {
    sheet.close();
    if (turns.free) turns.to(conversation, epoch);
    else tell(words.say('widget.connecting'));
  };

  /** @param {Row} row */
  const draw = (row) => {
    const { conversation, status, last_at, words: first, unread } = row;
    const at = words.instant(last_at, undefined, session.now, HERE);
    const facts = [at, words.say(STATES[status]), unread && words.say('widget.unread', { count: unread })];
    const button = make('button', { type: 'button' }, make('div', {}, first || words.say('widget.earlier.no_words')), make('div', { class: 'note' }, facts.filter(Boolean).join(' · ')));
    if (conversation === session.conversation.id) button.setAttribute('aria-current', 'true');
    button.onclick = () => open(row);
    return make('li', {}, button);
  };

  const ask = asking(home, 'earlier', ({ conversations }) => {
    const none = make('p', { class: 'note' }, words.say('widget.earlier.none'));
    sheet.show(words.say('widget.earlier'), conversations.length ? make('ul', { class: 'earlier' }, ...conversations.map(draw)) : none);
  });
  return { label: words.say('widget.earlier'), hidden: false, choose: ask };
}
