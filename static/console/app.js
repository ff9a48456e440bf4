// The console put together: state, the frames that change it, the panes that show it. Knows all, does little.

import { Alerts } from "./alerts.js";
import { Attachments } from "./attachments.js";
import { Connection } from "./connection.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { Inbox } from "./inbox.js";
import { conversationOf } from "./mail_dialog.js";
import { Mails } from "./mails.js";
import { nameOf, wordRefusal } from "./names.js";
import { isOffered } from "./offers.js";
import { Outbox } from "./outbox.js";
import { addressOf } from "./route.js";
import { Shelf } from "./shelf.js";
import { randomId } from "./tab.js";
import { Threads } from "./threads.js";
import { Verbs } from "./verbs.js";

export class App extends EventTarget {
  place = ""; // which list stands on the left: of conversations, or of mails
  #read = new Map();
  #adopted = false;
  #leaving = false;

  /** `site` and `agent` are {id, name}, the latter with a role; `url` is the socket's address, `csrf` the session's token, `tab` this tab's name. */
  constructor({ texts, site, agent, url, csrf, tab }) {
    super();
    this.texts = texts;
    this.site = site.id;
    this.desk = new Desk(agent, site.name);
    this.isAdmin = agent.role === "admin"; // what is shown; the server looks for itself
    const hello = () => ({ t: "hello", csrf, language: texts.language, watching: this.threads.watching() });
    this.connection = new Connection(url, hello);
    const send = (frame) => this.connection.send(frame);
    this.inbox = new Inbox((name, after) => send({ t: "list", name, after }));
    this.threads = new Threads(send);
    this.verbs = new Verbs(send);
    this.shelf = new Shelf(`${site.id}.${agent.id}`);
    this.drafts = new Drafts(this.shelf);
    this.attachments = new Attachments(this.shelf, { site: site.id, csrf });
    this.mails = new Mails(send);
    this.outbox = new Outbox(this.shelf, tab, send, this.verbs);
    this.alerts = new Alerts(texts, (id) => location.assign(addressOf(id)));
    this.#listen();
  }

  #listen() {
    const redraw = () => this.redraw();
    const parts = [this.inbox, this.threads, this.desk, this.connection, this.outbox, this.attachments, this.mails];
    for (const part of parts) part.addEventListener("change", redraw);
    this.inbox.addEventListener("change", () => this.#count());
    this.inbox.addEventListener("arrival", ({ detail }) => this.alerts.arrival(detail, this.nameOf(detail)));
    this.connection.addEventListener("frame", ({ detail }) => this.#receive(detail));
    this.connection.addEventListener("change", () => this.connection.up || this.#down());
    this.connection.addEventListener("signin", () => this.#toSignIn());
  }

  #toSignIn() {
    if (!this.#leaving) location.assign(`/signin?next=${encodeURIComponent(location.pathname)}`);
  }

  /** The sign-out form is on its way: the end of the socket is expected. */
  leave() {
    this.#leaving = true;
  }

  #down() {
    this.outbox.drop();
    this.verbs.drop();
  }

  #receive(frame) {
    const handle = this.#on[frame.t];
    if (handle) handle(frame);
    else if (frame.conversation) this.threads.receive(frame);
  }

  #on = {
    welcome: (frame) => this.#welcome(frame),
    desk: (frame) => this.#seeDesk(frame),
    list: (frame) => this.inbox.page(frame),
    rows: (frame) => {
      this.inbox.changes(frame);
      this.mails.doubt();
    },
    mails: (frame) => this.mails.page(frame),
    mail: (frame) => this.mails.text(frame),
    alert: (frame) => this.#hear(frame),
    done: (frame) => this.verbs.done(frame),
    ack: (frame) => this.outbox.ack(frame),
    nack: (frame) => this.#refused(frame),
    conversation: (frame) => {
      this.threads.receive(frame);
      this.inbox.refresh(frame.row);
    },
  };

  #welcome(frame) {
    this.desk.update(frame);
    this.inbox.welcome(frame);
    this.mails.reload();
    if (this.#adopted) this.outbox.pumpAll();
    else this.outbox.adopt(this.desk.now());
    this.#adopted = true;
  }

  #seeDesk(frame) {
    const before = this.desk.availability;
    this.desk.update(frame);
    this.mails.doubt();
    if (frame.availability === "auto_away" && before !== "auto_away") this.notify(this.texts.say("console.auto_away"));
  }

  #hear({ what, name }) {
    this.notify(this.texts.say(`console.alert.${what}`, { name: name || this.texts.say("console.alert.somebody") }));
  }

  #refused(frame) {
    if (frame.cid) this.outbox.nack(frame);
    else if (frame.ref) this.verbs.nack(frame);
    else if (frame.reason === "unknown_conversation") this.threads.lose();
    else this.#unanswered(frame);
  }

  #unanswered({ reason, retry_after: seconds }) {
    this.notify(wordRefusal(reason, this.texts));
    if (seconds !== undefined) setTimeout(() => this.#reload(), seconds * 1000); // it may have been a list's question
  }

  #reload() {
    if (!this.connection.up) return;
    this.inbox.reload();
    this.threads.reload();
  }

  #count() {
    const unread = this.inbox.list("mine").filter((row) => row.unread).length;
    this.alerts.count(this.inbox.counts.waiting + unread, this.desk.site);
  }

  /** Say something to the visitor; whoever answers a conversation that nobody has takes it. */
  say(id, text, files = []) {
    this.outbox.add(id, text, { files, now: this.desk.now(), take: this.#waits(id) });
  }

  /** Keep a note for the other agents; its promise fails with a refusal. */
  note(id, text) {
    return this.verbs.note(id, randomId(), text);
  }

  /** Whether something is offered to us at this moment. */
  get isAsked() {
    return this.inbox.list("waiting").some((row) => isOffered(row, this.desk.agent.id));
  }

  /** Send a refused message again, as the conversation stands now. */
  sayAgain = (entry) => this.outbox.retry(entry.cid, { take: this.#waits(entry.conversation) });

  /** Who waits is told who comes; an email conversation is taken by the words themselves, without a word about it. */
  #waits(id) {
    const row = this.inbox.row(id) ?? this.threads.current.info.row;
    return row.status === "waiting";
  }

  /** Have a mail sent once more that was given up. */
  sendMailAgain(mail) {
    const asked = this.verbs.sendAgain(conversationOf(mail), mail.n).then(() => {
      this.notify(this.texts.say("console.mail.asked"));
      this.mails.reload();
    });
    this.run(asked);
  }

  /** Carry a verb out; a refusal is said in words. */
  async run(verb) {
    try {
      await verb;
    } catch (refused) {
      if (!refused.reason) throw refused;
      this.notify(wordRefusal(refused.reason, this.texts));
    }
  }

  /** Tell the server what has been on screen, once. */
  markRead(id, seq) {
    const row = this.inbox.row(id);
    if (!row?.unread || !seq || this.#read.get(id) >= seq) return;
    if (!this.connection.send({ t: "read", conversation: id, seq })) return;
    this.#read.set(id, seq);
    this.inbox.read(id, seq);
  }

  /** The newest row known of a thread's conversation, or null. */
  rowOf(thread) {
    return this.inbox.row(thread.id) ?? thread.info?.row ?? null;
  }

  nameOf(row) {
    return nameOf(row, this.texts);
  }

  notify(text) {
    this.dispatchEvent(new CustomEvent("notice", { detail: text }));
  }

  redraw() {
    this.dispatchEvent(new Event("redraw"));
  }
}
