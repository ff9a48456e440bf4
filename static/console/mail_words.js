// How a mail stands, in words; and which mail takes an agent's message to a visitor who is away. Pure.

import { wordSoonest } from "./words.js";

const GIVEN_UP = new Set(["dead", "bounced"]);

/** The mail that carries message `seq`, or null. While one is queued, more words join it without a word to us. */
export function mailOf(seq, mails = []) {
  const answers = mails.filter(({ kind }) => kind === "answer");
  const newest = answers.at(-1);
  const holds = (mail) => mail.from_seq <= seq && (seq <= mail.to_seq || (mail === newest && mail.state === "queued"));
  return answers.findLast(holds) ?? null;
}

/** Whether nobody sends it any more unless told to. */
export function isGivenUp(mail) {
  return GIVEN_UP.has(mail.state) || (mail.state === "uncertain" && !mail.due_at);
}

/** "sẽ gửi email lúc 10:01", "đã gửi email 10:02", "email bị trả lại" …; "" for one that was not needed. */
export function wordMail(mail, { texts, desk }) {
  const time = (at) => wordSoonest(at, desk.zone, texts, desk.now());
  const say = (key, at) => texts.say(`console.mail.state.${key}`, { time: at ? time(at) : "" });
  if (mail.state === "cancelled") return "";
  if (mail.state === "sent") return say("sent", mail.sent_at);
  if (mail.state === "uncertain") return say(mail.due_at ? "uncertain_again" : "uncertain", mail.due_at);
  if (isGivenUp(mail)) return say(mail.state);
  if (!desk.post.sends) return say("stuck");
  if (mail.state === "leased" || mail.due_at <= desk.now()) return say("sending");
  return say(mail.state, mail.due_at);
}

/** Why the last attempt failed, in words, with what the other server said; "" when none has. */
export function wordFault({ reason, detail }, { texts }) {
  if (!reason) return "";
  const key = `console.mail.reason.${reason}`;
  return [texts.has(key) ? texts.say(key) : reason, detail].filter(Boolean).join(" ");
}

/** What a mail is for: "Trả lời khách", "Báo bộ phận" … */
export function wordKind({ kind }, texts) {
  return texts.say(`console.mail.kind.${kind}`);
}

/** "bad" for what went wrong, "warn" for what may have, "" else: how its words are coloured. */
export function lookOf(mail) {
  if (GIVEN_UP.has(mail.state)) return "bad";
  return mail.state === "uncertain" || mail.state === "retry" ? "warn" : "";
}
