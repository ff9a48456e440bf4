// "Vì sao?": the decision as a sentence. Pure: what is known in, sentences out.

import { wordDay, wordDuration, wordPromise, wordSoonest } from "./words.js";

const WORDED = new Set(["agent_free", "all_busy", "nobody_online", "closed_hours", "closed_holiday", "email_only", "email_chosen", "promised"]);

/** Why this conversation came the way it came and by when an answer is due: one paragraph, "" when nothing is known. */
export function explain(info, desk, texts) {
  const known = WORDED.has(info.decision) ? [texts.say(`console.why.${info.decision}`)] : [];
  const promise = info.row.promise_at ? [promised(info.row, desk, texts)] : [];
  return [...known, ...promise].join(" ");
}

function promised(row, desk, texts) {
  const promise = wordPromise(row.promise_at, desk.zone, texts, desk.now());
  const late = desk.now() > row.promise_at;
  return texts.say(late ? "console.why.late" : "console.why.promise", { promise });
}

function hoursLine(desk, texts) {
  const { decision } = desk;
  const at = decision.open ? decision.closes_at : decision.opens_at;
  const instant = at ? wordSoonest(at, desk.zone, texts, desk.now()) : "";
  if (decision.open) return at ? texts.say("console.hours.open", { instant }) : texts.say("console.hours.always");
  return at ? texts.say("console.hours.closed", { instant }) : texts.say("console.hours.shut");
}

/** How the desk stands now: whether it is open, and how many agents are there. */
export function deskLine(desk, texts) {
  const count = desk.online;
  const present = count ? texts.say("console.present", { count }) : texts.say("console.present.nobody");
  return `${hoursLine(desk, texts)} · ${present}`;
}

/** "Khách đã chờ 4 phút" of a conversation that nobody has answered, or "". */
export function waitingLine(row, desk, texts) {
  if (!row.waiting_since || row.status !== "waiting") return "";
  return texts.say("console.waiting", { time: wordDuration(desk.now() - row.waiting_since, texts) });
}

/** The day line above the first message of a day. */
export function dayLine(at, desk, texts) {
  const day = wordDay(at, desk.zone, texts, desk.now());
  return day[0].toUpperCase() + day.slice(1);
}
