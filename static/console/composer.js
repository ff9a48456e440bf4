// Where the agent writes. Enter sends, Shift+Enter breaks the line, and never in the middle of a Vietnamese syllable.

import { button, el, setAttribute, setText } from "./dom.js";
import { FileTray } from "./file_tray.js";

const TYPING_EVERY_MS = 3000;
const COMPOSING_KEY = 229; // what browsers report for a key that an input method has swallowed

export class Composer {
  #app;
  #id = "";
  #field;
  #send;
  tray;
  #note; // the switch: what is written next is for the other agents
  #noting = false;
  #said = -Infinity; // when "typing" was last sent, unless it has been ended

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    this.tray = new FileTray(app);
    const on = { keydown: (event) => this.#key(event), input: () => this.#typed(), blur: () => this.#stopTyping(), paste: (event) => this.tray.paste(event) };
    const label = texts.say("console.composer.label");
    this.#field = el("textarea", { rows: 2, "aria-label": label, enterkeyhint: "send", dir: "auto", on });
    this.#send = button("main", texts.say("console.composer.send"), () => this.#submit());
    this.#note = button("quiet", texts.say("console.note.write"), () => this.startNote(), { "aria-pressed": false, "aria-keyshortcuts": "n" });
    const hint = el("span", { class: "hint" }, ...keysHint(texts));
    const foot = el("div", { class: "composer-foot" }, this.tray.choose, this.#note, hint, this.#send);
    this.element = el("div", { class: "composer" }, this.tray.element, this.#field, foot);
  }

  /** Show the composer for a conversation; the text of the one before stays with it. */
  draw(row) {
    this.#word(row.status === "waiting" || row.status === "email");
    if (row.conversation !== this.#id) {
      this.#stopTyping();
      this.#id = row.conversation;
      this.#turnNote(false);
    }
    this.tray.draw(this.#id, { noting: this.#noting });
  }

  #word(takes) {
    const { texts } = this.#app;
    const plain = takes ? "console.composer.take" : "console.composer.placeholder";
    this.#field.placeholder = texts.say(this.#noting ? "console.note.placeholder" : plain);
    const send = takes ? "console.composer.take_send" : "console.composer.send";
    setText(this.#send, texts.say(this.#noting ? "console.note.keep" : send));
  }

  /** Write for the other agents, or for the visitor again; each has a draft of its own. */
  startNote() {
    this.#stopTyping();
    this.#turnNote(!this.#noting);
    this.#app.redraw();
    this.focus();
  }

  #turnNote(on) {
    this.#noting = on;
    setAttribute(this.#note, "aria-pressed", on);
    this.element.classList.toggle("noting", on);
    this.#field.value = this.#app.drafts.get(this.#draft);
  }

  get #draft() {
    return this.#noting ? `note.${this.#id}` : this.#id;
  }

  focus() {
    this.#field.focus();
  }

  /** Put a refused message back: its text above whatever has been typed since, its files beside those chosen since. */
  giveBack({ text, files = [] }) {
    if (this.#noting) this.#turnNote(false);
    if (files.length) this.#app.attachments.giveBack(this.#id, files);
    this.#field.value = [text, this.#field.value].filter(Boolean).join("\n");
    this.#typed();
    this.focus();
  }

  #key(event) {
    if (event.isComposing || event.keyCode === COMPOSING_KEY) return;
    if (event.key === "Escape") this.#field.blur();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#submit();
  }

  #typed() {
    this.#app.drafts.set(this.#draft, this.#field.value);
    if (this.#noting) return;
    if (!this.#field.value.trim()) return this.#stopTyping();
    if (performance.now() - this.#said < TYPING_EVERY_MS) return;
    if (this.#app.connection.send({ t: "typing", conversation: this.#id, on: true })) this.#said = performance.now();
  }

  #stopTyping() {
    if (this.#said === -Infinity) return;
    this.#said = -Infinity;
    this.#app.connection.send({ t: "typing", conversation: this.#id, on: false });
  }

  #submit() {
    const text = this.#field.value.trim();
    const { attachments, texts } = this.#app;
    if (this.#noting) return text ? this.#keepNote(text) : this.focus();
    if (!attachments.areReady(this.#id)) return this.#app.notify(texts.say(attachments.hasFailed(this.#id) ? "console.file.failed" : "console.file.wait"));
    if (!text && !attachments.of(this.#id).length) return this.focus();
    this.#said = -Infinity; // the message itself ends the composing
    this.#field.value = "";
    this.#app.drafts.set(this.#id, "");
    this.#app.say(this.#id, text, attachments.take(this.#id));
    this.focus();
  }

  #keepNote(text) {
    const [id, draft] = [this.#id, this.#draft];
    const kept = this.#app.note(id, text).then(() => {
      this.#app.drafts.set(draft, "");
      if (this.#id === id && this.#noting) this.#turnNote(false);
      this.#app.redraw();
    });
    this.#app.run(kept); // refused: the text stays where it is
  }
}

function keysHint(texts) {
  const key = (name) => el("kbd", { text: name });
  return [key("Enter"), ` ${texts.say("console.composer.sends")} · `, key("Shift Enter"), ` ${texts.say("console.composer.breaks")}`];
}
