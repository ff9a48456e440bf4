/** Who answers, and until when: the top of the panel. */

import { make } from '../dom.js';
import { daysBetween, HERE } from '../words.js';

/** @typedef {import('../app/session.js').Session} Session */
/** @typedef {import('../words.js').Words} Words */

export class Header {
  #words;
  #face = make('div', { class: 'face', 'aria-hidden': 'true' });
  #name = make('h2');
  #text = make('span');
  #status = make('p', { class: 'status' }, make('i'), this.#text);
  element = make('div', { class: 'who' }, this.#face, make('div', {}, this.#name, this.#status));

  /** @param {Words} words */
  constructor(words) {
    this.#words = words;
  }

  /**
   * @param {Session} session
   * @returns {string} the name that is shown
   */
  update(session) {
    const { agent } = helper(session);
    const name = agent || session.desk?.name || this.#words.say('widget.title');
    const { present, text } = statusOf(session, this.#words);
    this.#name.textContent = name;
    this.#face.textContent = initial(name);
    this.#text.textContent = text;
    this.#status.classList.toggle('present', present);
    this.#status.hidden = !text;
    return name;
  }
}

/**
 * The agent who has the conversation now, or ''.
 * @param {Session} session
 */
function helper({ conversation: { state } }) {
  return { agent: state?.status === 'open' ? state.agent : '' };
}

/**
 * One line: somebody is there until …, or not before ….
 * @param {Session} session
 * @param {Words} words
 */
export function statusOf(session, words) {
  const { decision, now } = session;
  if (helper(session).agent) return { present: true, text: words.say('widget.status.helping') };
  if (!decision) return { present: false, text: '' };
  const { outcome, reason, open, closes_at, opens_at, zone } = decision;
  if (outcome === 'refused') return { present: false, text: '' };
  if (reason === 'email_only') return { present: false, text: words.say('widget.status.email') };
  const present = outcome === 'agent' || outcome === 'queue';
  if (present && !closes_at) return { present, text: words.say('widget.status.open') };
  if (present && closes_at) {
    const clock = words.clock(closes_at, zone);
    const plain = clock === words.clock(closes_at) && !daysBetween(now, closes_at, zone);
    const time = plain ? clock : words.instant(closes_at, zone, now, HERE);
    return { present, text: words.say('widget.status.open_until', { time }) };
  }
  if (open) return { present, text: words.say('widget.status.nobody') };
  if (!opens_at) return { present, text: words.say('widget.status.closed') };
  return { present, text: words.say('widget.status.closed_until', { time: words.instant(opens_at, zone, now, HERE) }) };
}

/**
 * The letter of a given name, which is the last word in Vietnamese: "Nguyễn Thị Lan" is L.
 * @param {string} name
 */
export const initial = (name) => [...(name.trim().split(/\s+/).at(-1) ?? '')][0]?.toUpperCase() ?? '';
