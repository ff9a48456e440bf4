// Messages as they stand on screen: a line for each day, one foot for what one person says in one go. Pure.

import { mailOf } from "./mail_words.js";
import { wall } from "./words.js";

const TOGETHER_MS = 5 * 60_000;

/** Items {key, day} or {key, message, entry, closesGroup}; a pending entry and its echo share the key (the cid). */
export function groupMessages(messages, pending, zone, { notes = [], mails = [] } = {}) {
  const said = [...messages, ...notesAmong(messages, notes)].sort((one, other) => one.seq - other.seq).map((message) => ({ key: message.body.cid || `seq ${message.seq}`, message }));
  const waiting = pending.map((entry) => ({ key: keyOf(entry), message: asMessage(entry), entry }));
  const all = [...said, ...waiting];
  for (const [index, item] of all.entries()) item.closesGroup = !together(item, all[index + 1], mails);
  return withDays(all, zone);
}

/** Notes stand after the message that they were written after; those before the first one shown are not shown. */
function notesAmong(messages, notes) {
  const first = messages[0]?.seq ?? 0;
  return notes.filter(({ after_seq }) => after_seq >= first).map(({ number, after_seq, at, text, agent }) => (
    { seq: after_seq + 0.5, at, body: { from: "note", cid: `note ${number}`, text, agent } }
  ));
}

/** Files are shown once they are said: until then their message is another element than its echo. */
function keyOf({ cid, files }) {
  return files?.length ? `sending ${cid}` : cid;
}

function asMessage({ seq = Infinity, at, cid, text, files = [] }) {
  return { seq, at, body: { from: "agent", cid, text, files }, pending: true };
}

function together(item, next, mails) {
  if (!next || item.entry || next.entry || next.message.at - item.message.at > TOGETHER_MS) return false;
  const [a, b] = [item.message.body, next.message.body];
  if (a.letter || b.letter) return false;
  if (a.from === "agent" && mailOf(item.message.seq, mails) !== mailOf(next.message.seq, mails)) return false;
  return a.from === b.from && a.page?.url === b.page?.url && a.agent?.id === b.agent?.id;
}

function withDays(items, zone) {
  const shown = [];
  let day = null;
  for (const item of items) {
    const own = wall(item.message.at, zone).day;
    if (own !== day) shown.push({ key: `day ${own}`, day: item.message.at });
    day = own;
    shown.push(item);
  }
  return shown;
}
