// Under what an agent has said: when, whether it was seen, and how its mail stands, with a way to send that again.

import { button, el, setText } from "./dom.js";
import { isGivenUp, lookOf, mailOf, wordFault, wordMail } from "./mail_words.js";
import { wordFoot } from "./message_view.js";

/** Fill the foot of a stored message; `info` is the conversation's, as last heard. */
export function drawFoot(foot, message, app, info) {
  const seen = info?.read_by_visitor ?? 0;
  const mail = message.body.from === "agent" && message.seq > seen ? mailOf(message.seq, info?.mails) : null;
  const words = mail ? wordMail(mail, app) : "";
  const text = wordFoot(message, app, seen, { mailed: Boolean(words) });
  if (!words) {
    delete foot.dataset.state;
    return setText(foot, text);
  }
  const state = [text, words, mail.state, mail.n].join("/");
  if (foot.dataset.state === state) return; // a button under the pointer stays
  foot.dataset.state = state;
  const look = ["mail-state", lookOf(mail)].join(" ").trim();
  foot.replaceChildren(`${text} · `, el("span", { class: look, text: words, title: wordFault(mail, app) || null }), ...again(mail, app));
}

function again(mail, app) {
  const name = app.texts.say("console.mail.read");
  const read = button("link", name, () => app.readMail(mail));
  if (!isGivenUp(mail)) return [read];
  return [button("link", app.texts.say("console.mail.again"), () => app.sendMailAgain(mail)), read];
}
