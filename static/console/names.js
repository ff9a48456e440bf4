// How people, pages and promises are called on screen. Pure: row in, words out.

import { wordClock, wordDay, wordDuration } from "./words.js";

const DAY_MS = 86_400_000;

/** A contact's name or address, else "Khách #4F2A". */
export function nameOf(row, texts) {
  return row.name || row.email || texts.say("console.visitor", { id: row.conversation.slice(0, 4).toUpperCase() });
}

/** The path of a page, with its route: "/pricing", "/app#/settings"; the address itself when it is not one. */
export function pathOf(url) {
  try {
    const { pathname, search, hash } = new URL(url);
    return decodeURI(pathname) + search + hash;
  } catch {
    return url;
  }
}

/** A promise as a pill: {text, state}: "" pending, "soon" due soon, "over" broken or passed; null without one. */
export function promisePill(row, texts, now) {
  if (!row.promise_at) return null;
  const left = row.promise_at - now;
  const time = wordDuration(left, texts);
  if (left < 0) return { text: texts.say("console.promise.over", { time }), state: "over" };
  if (row.promise_state === "breached") return { text: texts.say("console.promise.again", { time }), state: "over" };
  if (row.promise_state === "due_soon") return { text: texts.say("console.promise.soon", { time }), state: "soon" };
  return { text: texts.say("console.promise.left", { time }), state: "" };
}

/** When something was last said: a clock for today, else a day. */
export function wordLast(at, zone, texts, now) {
  const sameDay = Math.abs(now - at) < DAY_MS && wordDay(at, zone, texts, now) === texts.say("date.day_today");
  return sameDay ? wordClock(at, zone) : wordDay(at, zone, texts, now);
}

/** "Đang chờ", "An đang hỗ trợ", "Trả lời qua email", "Đã đóng". */
export function wordStatus(row, texts, me) {
  if (row.status !== "open") return texts.say(`console.status.${row.status}`);
  if (row.agent?.id === me) return texts.say("console.status.mine");
  return texts.say("console.status.open", { agent: row.agent?.name ?? "?" });
}

/** What a refusal says; `reason` is a text key without `error.`. */
export function wordRefusal(reason, texts) {
  const own = `console.refused.${reason}`;
  if (texts.has(own)) return texts.say(own);
  const known = texts.has(`error.${reason}`) ? `error.${reason}` : "error.internal";
  return texts.say(known, { limit: 10_000, seconds: 5 });
}
