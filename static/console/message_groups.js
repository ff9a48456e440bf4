// Messages as they stand on screen: a line for each day, one foot for what one person says in one go. Pure.

import { wall } from "./words.js";

const TOGETHER_MS = 5 * 60_000;

/** Items {key, day} or {key, message, entry, closesGroup}; a pending entry and its echo share the key (the cid). */
export function groupMessages(messages, pending, zone, notes = []) {
  const said = [...messages, ...notesAmong(messages, notes)].sort((one, other) => one.seq - other.seq).map((message) => ({ key: message.body.cid || `seq ${message.seq}`, message }));
  const waiting = pending.map((entry) => ({ key: entry.cid, message: asMessage(entry), entry }));
  const all = [...said, ...waiting];
  for (const [index, item] of all.entries()) item.closesGroup = !together(item, all[index + 1]);
  return withDays(all, zone);
}

/** Notes stand after the message that they were written after; those before the first one shown are not shown. */
function notesAmong(messages, notes) {
  const first = messages[0]?.seq ?? 0;
  return notes.filter(({ after_seq }) => after_seq >= first).map(({ number, after_seq, at, text, agent }) => (
    { seq: after_seq + 0.5, at, body: { from: "note", cid: `note ${number}`, text, agent } }
  ));
}

function asMessage(entry) {
  return { seq: entry.seq ?? Infinity, at: entry.at, body: { from: "agent", cid: entry.cid, text: entry.text } };
}

function together(item, next) {
  if (!next || item.entry || next.entry || next.message.at - item.message.at > TOGETHER_MS) return false;
  const [a, b] = [item.message.body, next.message.body];
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
