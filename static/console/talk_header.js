// Above a conversation: who, how it stands, by when, and the verbs that are possible now.

import { button, el, setAttribute, setText } from "./dom.js";
import { mailAddress } from "./mail_link.js";
import { promisePill, wordStatus } from "./names.js";
import { badgeOf } from "./offers.js";
import { addressOf } from "./route.js";
import { drawPill } from "./row_view.js";
import { wordPromise, wordSoonest } from "./words.js";

const PRIORITIES = ["critical", "high", "medium", "low"];

export class TalkHeader {
  #app;
  #back;
  #name = el("h2");
  #status = el("span", { class: "pill" });
  #promise = el("span", { class: "pill" });
  #priority;
  #department;
  #named = ""; // the departments as drawn: another policy may call them otherwise
  #offer = el("span", { class: "pill" });
  #verbs;
  #mail;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    this.#back = el("a", { class: "button quiet back", href: addressOf(""), "aria-label": texts.say("console.back"), text: "←" });
    const info = button("quiet info", texts.say("console.contact"), () => app.showContact());
    const options = PRIORITIES.map((name) => el("option", { value: name, text: texts.say(`console.priority.${name}`) }));
    const change = () => this.#run("setPriority", this.#priority.value);
    const label = texts.say("console.priority");
    this.#priority = el("select", { "aria-label": label, title: label, on: { change } }, options);
    const where = texts.say("console.department");
    const move = () => this.#run("transfer", { department: this.#department.value });
    this.#department = el("select", { "aria-label": where, title: where, on: { change: move } });
    this.#mail = el("a", { class: "button", text: texts.say("console.verb.mail"), target: "_blank", rel: "noopener noreferrer" });
    this.#verbs = {
      take: this.#verb("take", "plain", "t"),
      answered_by_mail: this.#verb("answered_by_mail", "plain", null),
      promise: this.#verb("promise", "plain", "h"),
      transfer: this.#verb("transfer", "plain", "c"),
      close: this.#verb("close", "plain", "e"),
    };
    const who = el("div", { class: "who" }, this.#name, this.#status, this.#offer, this.#promise);
    const verbs = el("div", { class: "verbs" }, this.#department, this.#priority, this.#mail, Object.values(this.#verbs));
    this.element = el("header", { class: "pane-head talk-head" }, this.#back, who, info, verbs);
  }

  #verb(name, kind, key) {
    const text = this.#app.texts.say(`console.verb.${name}`);
    return button(kind, text, () => this.act(name), { "aria-keyshortcuts": key });
  }

  /** Carry a verb out, when it is possible now. */
  act(verb) {
    if (this.#verbs[verb].hidden) return;
    if (verb === "transfer" || verb === "promise") this.#app[verb](this.#app.rowOf(this.#app.threads.current));
    else this.#run("act", verb);
  }

  #run(how, what) {
    const { id } = this.#app.threads.current;
    const { verbs } = this.#app;
    const verb = { act: () => verbs.act(what, id), setPriority: () => verbs.setPriority(id, what), transfer: () => verbs.transfer(id, what) };
    this.#app.run(verb[how]()).then(() => this.#app.redraw());
  }

  draw(row, thread) {
    const { texts, desk } = this.#app;
    setAttribute(this.#back, "href", addressOf(this.#app.place));
    setText(this.#name, this.#app.nameOf(row));
    setText(this.#status, wordStatus(row, texts, desk.agent.id));
    drawPill(this.#promise, this.#promised(row));
    if (document.activeElement !== this.#priority) this.#priority.value = row.priority;
    this.#priority.hidden = row.status === "closed";
    drawPill(this.#offer, badgeOf(row, desk, texts));
    this.#drawDepartment(row);
    this.#drawVerbs(row, thread);
  }

  #drawDepartment(row) {
    const { departments } = this.#app.desk;
    this.#department.hidden = departments.length < 2 || row.status === "closed";
    const named = JSON.stringify(departments);
    if (named !== this.#named) {
      this.#named = named;
      this.#department.replaceChildren(...departments.map(({ key, name }) => el("option", { value: key, text: name })));
    }
    if (document.activeElement !== this.#department) this.#department.value = row.department;
    this.#department.disabled = !this.#isOurs(row);
  }

  #isOurs(row) {
    const mine = row.status === "open" && row.agent?.id === this.#app.desk.agent.id;
    return mine || row.status === "waiting" || row.status === "email";
  }

  #promised(row) {
    const { texts, desk } = this.#app;
    const pill = promisePill(row, texts, desk.now());
    if (!pill) return null;
    const promise = wordPromise(row.promise_at, desk.zone, texts, desk.now(), wordSoonest);
    return { ...pill, text: texts.say("console.promise.full", { promise, left: pill.text }) };
  }

  #drawVerbs(row, thread) {
    const untaken = row.status === "waiting" || row.status === "email";
    this.#verbs.take.hidden = !untaken;
    for (const name of ["close", "transfer", "promise"]) this.#verbs[name].hidden = !this.#isOurs(row);
    this.#verbs.answered_by_mail.hidden = row.status !== "email" || !row.email;
    this.#verbs.take.classList.toggle("main", row.status === "waiting");
    this.#mail.hidden = row.status !== "email" || !row.email || this.#app.desk.post.sends; // else we send it ourselves
    if (!this.#mail.hidden) setAttribute(this.#mail, "href", mailAddress(row, thread, this.#app));
  }
}
