// The mails of one conversation, in the contact's pane: what was mailed to whom, and to have everything mailed.

import { button, el, setText } from "./dom.js";
import { reconcile } from "./keyed.js";
import { lookOf, wordFault, wordKind, wordMail } from "./mail_words.js";

const parts = new WeakMap();

export class MailSection {
  #app;
  #list = el("ol", { class: "mail-list" });
  #transcript;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const ask = () => app.run(app.verbs.act("transcript", app.threads.current.id));
    this.#transcript = button("link", texts.say("console.mail.transcript"), ask);
    this.element = el("section", {}, el("h3", { text: texts.say("console.mails") }), this.#list, this.#transcript);
  }

  /** Show the mails of `info`, the newest first. */
  draw(info, row) {
    const mails = [...(info.mails ?? [])].reverse();
    this.#transcript.hidden = !row.email || row.address_bounced;
    this.element.hidden = !mails.length && this.#transcript.hidden;
    reconcile(this.#list, mails, ({ n }) => n, () => this.#make(), (item, mail) => this.#fill(item, mail));
  }

  #make() {
    const own = { state: el("span", { class: "mail-state" }), fault: el("p", { class: "meta" }) };
    own.read = button("link", "", () => this.#app.readMail(own.mail));
    const item = el("li", {}, own.read, " ", own.state, own.fault);
    parts.set(item, own);
    return item;
  }

  #fill(item, mail) {
    const own = parts.get(item);
    own.mail = mail;
    setText(own.read, wordKind(mail, this.#app.texts));
    setText(own.state, wordMail(mail, this.#app) || this.#app.texts.say("console.mail.state.cancelled"));
    own.state.className = ["mail-state", lookOf(mail)].join(" ").trim();
    const fault = mail.state === "sent" || mail.state === "cancelled" ? "" : wordFault(mail, this.#app);
    own.fault.hidden = !fault;
    setText(own.fault, fault);
  }
}
