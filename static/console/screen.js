// The panes side by side, or one at a time on a narrow window; drawn once a frame at most.

import { ContactPane } from "./contact_pane.js";
import { el, onNextFrame, setText } from "./dom.js";
import { IncidentBar } from "./incident_bar.js";
import { IncidentDialog } from "./incident_dialog.js";
import { listenForKeys, makeKeysDialog } from "./keys.js";
import { ListPane } from "./list_pane.js";
import { MailDialog } from "./mail_dialog.js";
import { MailPane } from "./mail_pane.js";
import { Notices } from "./notices.js";
import { PromiseDialog } from "./promise_dialog.js";
import { Rail } from "./rail.js";
import { MAILS, addressOf, onRoute } from "./route.js";
import { TalkPane } from "./talk_pane.js";
import { TransferDialog } from "./transfer_dialog.js";

const TICK_MS = 15_000; // promises and waiting times run on
const OFFER_TICK_MS = 1000; // and while something is offered to us, so do seconds

export class Screen {
  #app;
  #root;
  #strip = el("p", { class: "strip", role: "status", hidden: true });
  #notices = new Notices();

  /** Build everything inside `root`. */
  constructor(root, app, csrf) {
    this.#app = app;
    this.#root = root;
    const keys = makeKeysDialog(app.texts);
    const transfer = new TransferDialog(app);
    const promise = new PromiseDialog(app);
    const mail = new MailDialog(app);
    const incident = new IncidentDialog(app);
    Object.assign(app, { showKeys: () => keys.showModal(), showContact: () => this.#pane("contact"), showTalk: () => this.#pane("talk"), transfer: (row) => transfer.open(row), promise: (row) => promise.open(row), readMail: (one) => mail.open(one), showIncident: () => incident.open() });
    this.incident = new IncidentBar(app);
    this.rail = new Rail(app, csrf);
    this.list = new ListPane(app);
    this.mails = new MailPane(app);
    this.talk = new TalkPane(app);
    this.contact = new ContactPane(app);
    app.giveBack = (entry) => this.talk.composer.giveBack(app.outbox.discard(entry.cid));
    const panes = [this.rail, this.list, this.talk, this.contact].map((part) => part.element);
    const top = el("div", { class: "top" }, this.incident.element, this.#strip);
    const dialogs = [keys, transfer.element, promise.element, mail.element, incident.element];
    root.replaceChildren(top, ...panes, this.#notices.element, ...dialogs);
    this.#listen();
  }

  #listen() {
    const draw = onNextFrame(() => this.#draw());
    this.#app.addEventListener("redraw", draw);
    this.#app.addEventListener("notice", ({ detail }) => this.#notices.say(detail));
    document.addEventListener("visibilitychange", draw);
    setInterval(draw, TICK_MS);
    setInterval(() => this.#app.isAsked && draw(), OFFER_TICK_MS);
    listenForKeys(this.#deeds());
    onRoute((id) => this.#go(id));
  }

  #deeds() {
    const act = (verb) => this.#app.threads.current && this.talk.header.act(verb);
    return {
      next: () => this.#lists.step(1),
      previous: () => this.#lists.step(-1),
      take: () => act("take"),
      close: () => act("close"),
      transfer: () => act("transfer"),
      promise: () => act("promise"),
      note: () => this.#app.threads.current && this.talk.composer.startNote(),
      mails: () => location.assign(addressOf(this.#app.place === MAILS ? "" : MAILS)),
      availability: () => this.rail.turn(),
      composer: () => this.talk.composer.focus(),
      help: () => this.#app.showKeys(),
      leave: () => location.assign(addressOf(this.#app.place)),
    };
  }

  #go(where) {
    const id = where === MAILS ? "" : where;
    if (!id) this.#place(where);
    this.#app.threads.open(id);
    this.#pane(id ? "talk" : "lists");
    this.#draw(); // at once: what is typed before the next frame is for whom has been chosen
  }

  /** Which list stands on the left: of conversations (""), or of mails. */
  #place(place) {
    this.#app.place = place;
    const [shown, other] = place === MAILS ? [this.mails, this.list] : [this.list, this.mails];
    other.element.replaceWith(shown.element);
    if (place === MAILS) this.mails.show();
    else this.#app.mails.show("");
  }

  get #lists() {
    return this.#app.place === MAILS ? this.mails : this.list;
  }

  #pane(name) {
    this.#root.dataset.pane = name;
    this.#app.redraw();
  }

  #draw() {
    const { threads } = this.#app;
    const strip = this.#stripText();
    this.#strip.hidden = !strip;
    setText(this.#strip, strip);
    for (const part of [this.incident, this.rail, this.list, this.mails, this.talk, this.contact]) this.#safely(part);
    const read = document.visibilityState === "visible" ? this.talk.messages.readSeq : 0;
    if (threads.current && read) this.#app.markRead(threads.current.id, read);
  }

  /** What must be known before all else: no connection, or mails that nobody sends. */
  #stripText() {
    const { connection, texts, desk } = this.#app;
    if (connection.stopped) return texts.say("console.stopped");
    if (connection.late) return texts.say("console.reconnecting");
    const { sends, waiting } = desk.post;
    return sends || !waiting ? "" : texts.say("console.mails.banner", { count: waiting });
  }

  #safely(part) {
    try {
      part.draw();
    } catch (fault) {
      console.error("draw", fault); // one pane that cannot be drawn never blanks the others (R22)
    }
  }
}
