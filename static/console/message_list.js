// The conversation on screen: day lines, groups, the state of our own messages, and a place that keeps still.

import { button, el, setAttribute, setText } from "./dom.js";
import { reconcile } from "./keyed.js";
import { groupMessages } from "./message_groups.js";
import { drawFoot } from "./foot_view.js";
import { renderMessage } from "./message_view.js";
import { drawPending } from "./pending_view.js";
import { dayLine } from "./why.js";

const SHOWN = 200; // what is drawn at first of a long conversation
const NEAR_END_PX = 60;

export class MessageList {
  #app;
  #log;
  #earlier;
  #typing = el("p", { class: "line typing", "aria-live": "off" });
  #jump;
  #shown = SHOWN;
  #id = "";
  #parts = new WeakMap();
  #drawnSeq = 0;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    this.#log = el("div", { class: "log", role: "log", "aria-label": texts.say("console.messages") });
    this.#earlier = button("quiet", texts.say("console.messages.earlier"), () => this.#showEarlier());
    this.#jump = button("fresh", texts.say("console.messages.fresh"), () => this.#toEnd());
    this.scroll = el("div", { class: "scroll messages", tabindex: "0" }, this.#earlier, this.#log, this.#typing);
    this.element = el("div", { class: "messages-frame" }, this.scroll, this.#jump);
    this.scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const resized = new ResizeObserver(() => this.#atEnd && this.#toEnd());
    for (const part of [this.scroll, this.#log]) resized.observe(part);
  }

  #atEnd = true;
  /** How far down we last were at the end. */
  #end = 0;

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    // Nobody has scrolled back: a picture has grown, which is told after the scrolling that it brings about.
    if (this.#atEnd && scrollTop >= this.#end) this.#toEnd();
    else this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (!this.#atEnd) return;
    this.#end = this.scroll.scrollTop;
    this.#jump.hidden = true;
    this.#app.redraw(); // what is now on screen has been read
  }

  #toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.#end = this.scroll.scrollTop;
    this.#atEnd = true;
    this.#jump.hidden = true;
  }

  #showEarlier() {
    const fromEnd = this.scroll.scrollHeight - this.scroll.scrollTop;
    this.#shown += SHOWN;
    this.draw(this.#app.threads.current);
    this.scroll.scrollTop = this.scroll.scrollHeight - fromEnd;
  }

  /** The last seq that is on screen, 0 when the end is out of view. */
  get readSeq() {
    return this.#atEnd && this.element.isConnected && this.scroll.clientHeight ? this.#drawnSeq : 0;
  }

  draw(thread) {
    const another = thread.id !== this.#id;
    if (another) this.#begin(thread.id);
    const before = this.#drawnSeq;
    const shown = thread.messages.slice(-this.#shown);
    const pending = this.#app.outbox.pending(thread.id, thread.lastSeq);
    const items = groupMessages(shown, pending, this.#app.desk.zone, thread.info ?? {});
    this.#earlier.hidden = thread.messages.length <= shown.length;
    setAttribute(this.scroll, "aria-busy", !thread.complete);
    reconcile(this.#log, items, (item) => item.key, this.#make, this.#draw);
    this.#drawTyping(thread);
    this.#drawnSeq = thread.lastSeq;
    if (this.#atEnd || pending.some(({ at }) => this.#app.desk.now() - at < 1000)) this.#toEnd();
    else if (!another && thread.lastSeq > before) this.#jump.hidden = false;
  }

  #begin(id) {
    this.#id = id;
    this.#shown = SHOWN;
    this.#drawnSeq = 0;
    this.#atEnd = true;
    this.#jump.hidden = true;
  }

  #make = (item) => {
    if (!item.message) return el("p", { class: "line day", text: dayLine(item.day, this.#app.desk, this.#app.texts) });
    const foot = el("div", { class: "foot" });
    const node = el("div", {}, renderMessage(item.message, this.#app), foot);
    this.#parts.set(node, foot);
    return node;
  };

  #draw = (node, item) => {
    if (!item.message) return;
    const { from } = item.message.body;
    const foot = this.#parts.get(node);
    setAttribute(node, "class", `message ${from}${item.closesGroup ? "" : " grouped"}${item.entry ? " pending" : ""}`);
    foot.hidden = !item.closesGroup || from === "system";
    if (item.entry) drawPending(foot, item.entry, this.#app);
    else drawFoot(foot, item.message, this.#app, this.#app.threads.current.info);
  };

  #drawTyping(thread) {
    const { texts } = this.#app;
    const composing = thread.composing?.until > Date.now() ? thread.composing : null;
    this.#typing.hidden = !composing;
    const name = composing?.name || (thread.info ? this.#app.nameOf(thread.info.row) : "");
    setText(this.#typing, composing ? texts.say("console.typing", { name }) : "");
  }
}
