/** What was said, as plain text: pure, from messages and outbox to lines with day, 24-hour time and name. */

import { wordEvent } from '../view/lines.js';
import { HERE } from '../words.js';

/** @typedef {import('../types.js').Message} Message */
/** @typedef {import('../words.js').Words} Words */

/**
 * Everything that this browser holds of the talk, in the visitor's own zone, which is named; what has not gone yet too.
 * @param {import('../app/session.js').Session} session
 * @param {Words} words
 */
export function written({ conversation, delivery, desk, decision, now }, words) {
  const { messages } = conversation;
  // One zone has many names; where the desk's shows the same clock, its name is the one that people here know.
  const zone = decision && words.instant(now, decision.zone) === words.instant(now) ? decision.zone : HERE;
  const lines = [desk?.name ?? words.say('widget.title'), words.say('widget.menu.zone', { zone })];
  const older = (messages[0]?.seq ?? 1) - 1;
  if (older) lines.push(words.say('widget.menu.older', { count: older }));
  let day = '';
  /** @param {number} at @param {string} text */
  const write = (at, text) => {
    const on = words.day(at, undefined, 0); // beside no year of ours it comes with its own
    if (on !== day) lines.push('', (day = on));
    lines.push(`${words.clock(at)} ${text}`);
  };
  for (const { at, body } of messages) write(at, textOf(body, words, decision?.zone, now));
  for (const { written_at, text, files } of delivery.outbox.entries) {
    const foot = words.say('widget.menu.unsent');
    write(written_at, `${words.say('widget.you')}: ${said(text, files)} (${foot})`);
  }
  return lines.join('\n') + '\n';
}

/**
 * @param {import('../types.js').Body} body
 * @param {Words} words
 * @param {string | undefined} zone the desk's
 * @param {number} now
 */
function textOf(body, words, zone, now) {
  if (body.from === 'system' || (!body.text && !body.files)) return `· ${wordEvent(body, words, zone, now)}`;
  const name = body.from === 'visitor' ? words.say('widget.you') : body.agent.name;
  return `${name}: ${said(body.text, body.files)}`;
}

/**
 * @param {string} text
 * @param {import('../types.js').FileInfo[]} [files]
 */
const said = (text, files = []) => [text, ...files.map(({ name }) => `[${name}]`)].filter(Boolean).join(' ');
