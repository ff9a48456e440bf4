/** What stands in the thread: pure, from messages and outbox to lines (day, words, event). */

import { isOld } from '../app/outbox.js';
import { keyOf } from '../app/refusals.js';
import { daysBetween, HERE } from '../words.js';

/** @typedef {import('../types.js').Message} Message */
/** @typedef {import('../types.js').Entry} Entry */
/**
 * @typedef {object} Line
 * @property {string} key the same from "sending" to "seen", so that it stays one element
 * @property {'day' | 'own' | 'agent' | 'event'} kind
 * @property {string} text
 * @property {string} foot
 * @property {boolean} follows whether it belongs to the words just above
 * @property {string} retry the cid that a tap sends again, or ''
 * @property {import('../types.js').FileInfo[]} [files]
 * @property {string} [name] of the agent who says it
 */

const GROUP_MS = 5 * 60_000;

/**
 * @param {import('../app/session.js').Session} session
 * @param {import('../words.js').Words} words
 * @returns {Line[]}
 */
export function linesOf({ conversation, delivery, decision, now, files }, words) {
  /** @type {Line[]} */
  const lines = [];
  const { messages, state } = conversation;
  const lastOwn = messages.filter(({ body }) => body.from === 'visitor').at(-1)?.seq;
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const newDay = !before || daysBetween(before.at, message.at) !== 0;
    if (newDay) lines.push(dayLine(message, words, now));
    const line = lineOf(message, words, decision?.zone, now);
    line.follows = !newDay && continues(before, message);
    if (message.seq === lastOwn) line.foot = ownFoot(message, state, words);
    else if (continues(message, messages[index + 1])) line.foot = '';
    if ('letter' in message.body) line.foot = [line.foot, words.say('widget.message.by_mail')].filter(Boolean).join(' · ');
    lines.push(line);
  });
  for (const entry of delivery.outbox.entries) if (entry.conversation === conversation.id) lines.push({ ...entryLine(entry, words), ...files?.lineOf(entry) });
  return lines;
}

/**
 * @param {Message | undefined} before
 * @param {Message | undefined} message
 */
function continues(before, message) {
  return !!before && !!message && speakerOf(before) === speakerOf(message) && message.at - before.at < GROUP_MS;
}

/** @param {Message} message */
const speakerOf = ({ body }) => (body.from === 'agent' ? body.agent.name : body.from);

/**
 * @param {Message} message
 * @param {import('../words.js').Words} words
 * @param {number} now
 * @returns {Line}
 */
function dayLine({ seq, at }, words, now) {
  const day = words.day(at, undefined, now);
  return { key: 'day' + seq + day, kind: 'day', text: day[0].toUpperCase() + day.slice(1), foot: '', follows: false, retry: '' };
}

/**
 * @param {Message} message
 * @param {import('../words.js').Words} words
 * @param {string | undefined} zone the desk's
 * @param {number} now
 * @returns {Line}
 */
function lineOf({ seq, at, body }, words, zone, now) {
  const own = body.from === 'visitor';
  const { text = '', files } = /** @type {{ text?: string, files?: import('../types.js').FileInfo[] }} */ (body);
  const line = { key: own ? body.cid : 'seq' + seq, text, foot: words.clock(at), follows: false, retry: '', files };
  if (!text && !files) {
    line.text = wordEvent(body, words, zone, now);
    line.key += line.text; // other words, another element: they change with the day, or are still on their way
  }
  if (body.from === 'system') return { ...line, kind: 'event', foot: '' };
  return { ...line, kind: own ? 'own' : 'agent', name: own ? '' : body.agent.name };
}

/**
 * A stored event in the reader's words; or what stands where a message was erased.
 * @param {{ key?: string, values?: Record<string, string | number> }} event
 * @param {import('../words.js').Words} words
 * @param {string | undefined} zone
 * @param {number} now
 */
export function wordEvent({ key = '', values = {} }, words, zone, now) {
  // A newer server may say what this catalogue does not know (contract R24).
  if (!key.startsWith('system.') || !words.has(key)) return words.whole ? words.say('widget.unreadable') : '';
  const worded = { ...values };
  const { promise, reason } = values;
  if (promise) worded.promise = words.promise(Number(promise), zone, now, HERE);
  if (reason) worded.reason = words.say('system.reason.' + reason);
  return words.say(key, worded);
}

/**
 * @param {Message} message
 * @param {import('../types.js').State | null} state
 * @param {import('../words.js').Words} words
 */
function ownFoot({ seq, at }, state, words) {
  const time = words.clock(at);
  if (state && state.read_by_agent >= seq) return words.say('widget.message.seen', { time });
  return words.say(state?.status === 'email' ? 'widget.message.saved' : 'widget.message.sent', { time });
}

/**
 * @param {Entry} entry
 * @param {import('../words.js').Words} words
 * @returns {Line}
 */
function entryLine(entry, words) {
  const { cid, text, files } = entry;
  const line = { key: cid, kind: /** @type {const} */ ('own'), text, files, follows: false, retry: cid };
  if (entry.state === 'refused') {
    const reason = words.say(keyOf(entry.reason, words), { limit: 10_000 });
    return { ...line, foot: `${reason} ${words.say('widget.not_sent')}` };
  }
  if (isOld(entry, Date.now())) {
    return { ...line, foot: words.say('widget.message.old', { time: words.instant(entry.written_at) }) };
  }
  return { ...line, foot: words.say('widget.message.sending'), retry: '' };
}
