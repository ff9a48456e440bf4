// Above a conversation: who, how it stands, by when, and the verbs that are possible now.

import { button, el, setAttribute, setText } from "./dom.js";
import { mailAddress } from "./mail_link.js";
import { promisePill, wordStatus } from "./names.js";
import { addressOf } from "./route.js";
import { drawPill } from "./row_view.js";
import { wordPromise, wordSoonest } from "./words.js";

const PRIORITIES = ["critical", "high", "medium", "low"];

export class TalkHeader {
  #app;
  #name = el("h2");
  #status = el("span", { class: "pill" });
  #promise = el("span", { class: "pill" });
  #priority;
  #verbs;
  #mail;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const back = el("a", { class: "button quiet back", href: addressOf(""), "aria-label": texts.say("console.back"), text: "←" });
    const info = button("quiet info", texts.say("console.contact"), () => app.showContact());
    const options = PRIORITIES.map((name) => el("option", { value: name, text: texts.say(`console.priority.${name}`) }));
    const change = () => this.#run("setPriority", this.#priority.value);
    const label = texts.say("console.priority");
    this.#priority = el("select", { "aria-label": label, title: label, on: { change } }, options);
    this.#mail = el("a", { class: "button main", text: texts.say("console.verb.mail"), target: "_blank", rel: "noopener noreferrer" });
    this.#verbs = {
      take: this.#verb("take", "plain", "t"),
      answered_by_mail: this.#verb("answered_by_mail", "plain", null),
      close: this.#verb("close", "plain", "e"),
    };
    const who = el("div", { class: "who" }, this.#name, this.#status, this.#promise);
    const verbs = el("div", { class: "verbs" }, this.#priority, this.#mail, Object.values(this.#verbs));
    this.element = el("header", { class: "pane-head talk-head" }, back, who, info, verbs);
  }

  #verb(name, kind, key) {
    const text = this.#app.texts.say(`console.verb.${name}`);
    return button(kind, text, () => this.act(name), { "aria-keyshortcuts": key });
  }

  /** Carry a verb out, when it is possible now. */
  act(verb) {
    if (!this.#verbs[verb].hidden) this.#run("act", verb);
  }

  #run(how, what) {
    const { id } = this.#app.threads.current;
    const { verbs } = this.#app;
    this.#app.run(how === "act" ? verbs.act(what, id) : verbs.setPriority(id, what));
  }

  draw(row, thread) {
    const { texts, desk } = this.#app;
    setText(this.#name, this.#app.nameOf(row));
    setText(this.#status, wordStatus(row, texts, desk.agent.id));
    drawPill(this.#promise, this.#promised(row));
    if (document.activeElement !== this.#priority) this.#priority.value = row.priority;
    this.#priority.hidden = row.status === "closed";
    this.#drawVerbs(row, thread);
  }

  #promised(row) {
    const { texts, desk } = this.#app;
    const pill = promisePill(row, texts, desk.now());
    if (!pill) return null;
    const promise = wordPromise(row.promise_at, desk.zone, texts, desk.now(), wordSoonest);
    return { ...pill, text: texts.say("console.promise.full", { promise, left: pill.text }) };
  }

  #drawVerbs(row, thread) {
    const mine = row.status === "open" && row.agent?.id === this.#app.desk.agent.id;
    const untaken = row.status === "waiting" || row.status === "email";
    this.#verbs.take.hidden = !untaken;
    this.#verbs.close.hidden = !(mine || untaken);
    this.#verbs.answered_by_mail.hidden = row.status !== "email" || !row.email;
    this.#verbs.take.classList.toggle("main", row.status === "waiting");
    this.#mail.hidden = row.status !== "email" || !row.email;
    if (!this.#mail.hidden) setAttribute(this.#mail, "href", mailAddress(row, thread, this.#app));
  }
}
