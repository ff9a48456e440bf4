// The middle: one conversation, or what to do when none is open.

import { button, el, setAttribute, setText } from "./dom.js";
import { Composer } from "./composer.js";
import { deliveryOf } from "./delivery.js";
import { MessageList } from "./message_list.js";
import { TalkHeader } from "./talk_header.js";

const LOADING_MS = 300; // nothing is drawn for what comes at once

export class TalkPane {
  header;
  composer;
  messages;
  #app;
  #blank = el("div", { class: "blank" });
  #talk;
  #bar = el("div", { class: "bar" });
  #barText = el("span");
  #reopen;
  #note = el("p", { class: "talk-note" });
  #asked = { id: "", at: 0 };

  constructor(app) {
    this.#app = app;
    this.header = new TalkHeader(app);
    this.messages = new MessageList(app);
    this.composer = new Composer(app);
    const reopen = () => app.run(app.verbs.act("reopen", app.threads.current.id));
    this.#reopen = button("main", app.texts.say("console.verb.reopen"), reopen);
    this.#bar.append(this.#barText, this.#reopen);
    const body = [this.header.element, this.messages.element, this.#note, this.#bar, this.composer.element];
    this.#talk = el("div", { class: "talk" }, body);
    this.element = el("main", { class: "pane middle" }, this.#blank, this.#talk);
    this.composer.tray.listenOn(this.#talk);
  }

  draw() {
    const { threads } = this.#app;
    const thread = threads.current;
    const row = thread && this.#app.rowOf(thread);
    this.#talk.hidden = !row;
    this.#blank.hidden = Boolean(row);
    if (!row) return this.#drawBlank(thread);
    this.header.draw(row, thread);
    this.messages.draw(thread);
    this.#drawFoot(row, thread);
  }

  #drawBlank(thread) {
    const { texts, threads } = this.#app;
    if (!thread) return setText(this.#blank, texts.say("console.blank"));
    if (threads.missing) return setText(this.#blank, texts.say("error.unknown_conversation"));
    if (this.#asked.id !== thread.id) this.#asked = { id: thread.id, at: performance.now() };
    const late = performance.now() - this.#asked.at > LOADING_MS;
    setText(this.#blank, late ? texts.say("console.loading") : "");
    if (!late) setTimeout(() => this.#app.redraw(), LOADING_MS);
  }

  #drawFoot(row, thread) {
    const { texts, desk } = this.#app;
    const others = row.status === "open" && row.agent?.id !== desk.agent.id;
    const barred = others || row.status === "closed";
    this.#bar.hidden = !barred;
    this.composer.element.hidden = barred;
    this.#reopen.hidden = others;
    const agent = row.agent?.name ?? "?";
    setText(this.#barText, others ? texts.say("console.bar.others", { agent }) : texts.say("console.bar.closed"));
    const delivery = barred ? null : deliveryOf(row, thread.info, this.#app);
    this.#note.hidden = !delivery;
    setText(this.#note, delivery?.text ?? "");
    setAttribute(this.#note, "class", `talk-note ${delivery?.look ?? ""}`);
    if (!this.composer.element.hidden) this.composer.draw(row);
  }
}
