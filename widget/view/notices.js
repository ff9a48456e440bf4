/** What is said around the thread: pure, from the decision and the connection to words. */

import { keyOf, TEXT_LIMIT } from '../app/refusals.js';
import { HERE } from '../words.js';

/** @typedef {import('../app/session.js').Session} Session */
/** @typedef {import('../words.js').Words} Words */

/**
 * The greeting of an empty thread, and what to expect.
 * @param {Session} session
 * @param {Words} words
 */
export function greetingOf({ decision, now }, words) {
  const greeting = words.say('widget.greeting');
  const key = `decision.${decision?.reason}`;
  if (!decision || !words.has(key)) return [greeting, ''];
  const { zone, opens_at, reply_by } = decision;
  const hint = words.say(key, {
    opening: opens_at ? words.instant(opens_at, zone, now, HERE) : '',
    promise: reply_by ? words.promise(reply_by, zone, now, HERE) : '',
  });
  return [greeting, hint];
}

/**
 * The line under the thread while it waits, shortly before closing, or after it with an agent who stays; ''.
 * @param {Session} session
 * @param {Words} words
 */
export function noticeOf({ decision, conversation: { state }, now }, words) {
  if (!state || !decision || !['waiting', 'open'].includes(state.status)) return '';
  if (decision.closing_soon && decision.closes_at) {
    const minutes = Math.max(1, Math.ceil((decision.closes_at - now) / 60_000));
    return words.say(state.status === 'open' ? 'widget.closing_soon' : 'widget.closing_soon_waiting', { minutes });
  }
  if (state.status === 'open' && !decision.open) return words.say('widget.closed_helping', { agent: state.agent });
  return state.status === 'waiting' && decision.outcome !== 'email' ? words.say('widget.waiting') : '';
}

/**
 * The strip over the field: what keeps words from leaving; ''.
 * @param {Session} session
 * @param {Words} words
 * @param {{ away: boolean, tooLong: boolean }} local
 */
export function stripOf({ connection, delivery, desk, kept }, words, { away, tooLong }) {
  if (tooLong) return words.say('error.text_too_long', { limit: TEXT_LIMIT });
  if (connection.stopped) return words.say('widget.stopped');
  if (away && !desk) return words.say('widget.connecting');
  if (away) return words.say(kept ? 'widget.reconnecting' : 'widget.reconnecting_open');
  return delivery.held ? words.say(keyOf(delivery.held, words), { seconds: delivery.heldFor }) : '';
}
