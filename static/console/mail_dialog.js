// A mail as it reads: to whom, subject and text, to be saved as a file or sent again.

import { button, el, setAttribute, setText } from "./dom.js";
import { isGivenUp, wordFault, wordKind, wordMail } from "./mail_words.js";

export class MailDialog {
  #app;
  #mail = null;
  #title = el("h2", { id: "mail-title" });
  #state = el("p", { class: "meta" });
  #fault = el("p", { class: "meta bad" });
  #to = el("p", { class: "meta", dir: "auto" });
  #text = el("div", { class: "mail-text", tabindex: "0", dir: "auto" });
  #save;
  #again;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    this.#save = el("a", { class: "button quiet", text: texts.say("console.mail.save"), download: true });
    this.#again = button("plain", texts.say("console.mail.again"), () => this.#sendAgain());
    const shut = button("main", texts.say("console.keys.shut"), () => this.element.close(), { autofocus: true });
    const foot = el("div", { class: "dialog-foot" }, this.#save, this.#again, shut);
    this.element = el("dialog", { class: "mail", "aria-labelledby": "mail-title" }, this.#title, this.#to, this.#state, this.#fault, this.#text, foot);
    app.mails.addEventListener("text", ({ detail }) => this.#fill(detail));
  }

  /** Show a mail; its text comes when the server has worded it. */
  open(mail) {
    const { texts, mails, site } = this.#app;
    this.#mail = mail;
    setText(this.#title, wordKind(mail, texts));
    setText(this.#to, mail.to);
    setText(this.#state, wordMail(mail, this.#app));
    setText(this.#fault, wordFault(mail, this.#app));
    setText(this.#text, texts.say(mails.read(conversationOf(mail), mail.n) ? "console.loading" : "console.refused.unavailable"));
    setAttribute(this.#save, "href", `/console/${site}/mails/${mail.id}.eml`);
    this.#save.hidden = true;
    this.#again.hidden = !isGivenUp(mail);
    this.element.showModal();
  }

  #fill({ conversation, n, to, subject, text, fault }) {
    if (!this.#mail || this.#mail.id !== `${conversation}.${n}`) return;
    const { texts } = this.#app;
    if (fault) return setText(this.#text, wordFault({ reason: fault }, this.#app));
    setText(this.#title, subject);
    setText(this.#to, texts.say("console.mail.to", { to }));
    setText(this.#text, text);
    this.#save.hidden = false;
  }

  #sendAgain() {
    this.element.close();
    this.#app.sendMailAgain(this.#mail);
  }
}

/** The conversation of a mail. */
export function conversationOf(mail) {
  return mail.id.slice(0, mail.id.indexOf("."));
}
