// One mail in the list: to whom, what for, how it stands and why, and what can be done.

import { button, el, setAttribute, setText } from "./dom.js";
import { isGivenUp, lookOf, wordFault, wordKind, wordMail } from "./mail_words.js";
import { nameOf, wordLast } from "./names.js";
import { addressOf } from "./route.js";

const parts = new WeakMap();

/** The element of a row; `drawMailRow` fills it. */
export function makeMailRow({ conversation }, app) {
  const part = (name) => el("span", { class: name });
  const own = { name: part("row-name"), state: part("pill"), preview: part("row-preview"), fault: part("row-preview row-fault"), time: part("row-time"), to: part("row-page") };
  const top = el("span", { class: "row-line" }, own.name, own.state);
  const foot = el("span", { class: "row-line row-foot" }, own.to, own.time);
  own.link = el("a", { class: "row", href: addressOf(conversation) }, top, own.preview, own.fault, foot);
  own.again = button("link", app.texts.say("console.mail.again"), () => app.sendMailAgain(own.mail));
  const read = button("link", app.texts.say("console.mail.read"), () => app.readMail(own.mail));
  const item = el("li", { class: "mail-row" }, own.link, el("div", { class: "row-deeds" }, own.again, read));
  parts.set(item, own);
  return item;
}

/** Fill a row's element. */
export function drawMailRow(item, row, app) {
  const own = parts.get(item);
  const { texts, desk, threads } = app;
  const { mail } = row;
  own.mail = mail;
  setText(own.name, nameOf(row, texts));
  setText(own.state, wordMail(mail, app));
  setAttribute(own.state, "class", ["pill", { bad: "over", warn: "soon" }[lookOf(mail)]].filter(Boolean).join(" "));
  setText(own.preview, [wordKind(mail, texts), row.preview].filter(Boolean).join(": "));
  const fault = wordFault(mail, app);
  own.fault.hidden = !fault;
  setText(own.fault, fault);
  const to = mail.kind === "capture" ? desk.departmentName(row.department) : row.email;
  setText(own.to, mail.to || to);
  setText(own.time, wordLast(mail.created_at, desk.zone, texts, desk.now()));
  setAttribute(own.link, "aria-current", threads.current?.id === row.conversation ? "true" : null);
  own.again.hidden = !isGivenUp(mail);
}
