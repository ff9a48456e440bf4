// Where the agent writes. Enter sends, Shift+Enter breaks the line, and never in the middle of a Vietnamese syllable.

import { button, el, setText } from "./dom.js";

const TYPING_EVERY_MS = 3000;
const COMPOSING_KEY = 229; // what browsers report for a key that an input method has swallowed

export class Composer {
  #app;
  #id = "";
  #field;
  #send;
  #said = -Infinity; // when "typing" was last sent, unless it has been ended

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const on = { keydown: (event) => this.#key(event), input: () => this.#typed(), blur: () => this.#stopTyping() };
    const label = texts.say("console.composer.label");
    this.#field = el("textarea", { rows: 2, "aria-label": label, enterkeyhint: "send", dir: "auto", on });
    this.#send = button("main", texts.say("console.composer.send"), () => this.#submit());
    const hint = el("span", { class: "hint" }, ...keysHint(texts));
    const foot = el("div", { class: "composer-foot" }, hint, this.#send);
    this.element = el("div", { class: "composer" }, this.#field, foot);
  }

  /** Show the composer for a conversation; the text of the one before stays with it. */
  draw(row) {
    const { texts, drafts } = this.#app;
    const takes = row.status === "waiting" || row.status === "email";
    this.#field.placeholder = texts.say(takes ? "console.composer.take" : "console.composer.placeholder");
    setText(this.#send, texts.say(takes ? "console.composer.take_send" : "console.composer.send"));
    this.#send.classList.toggle("main", !(row.status === "email" && row.email)); // there the mail is the main way
    if (row.conversation === this.#id) return;
    this.#stopTyping();
    this.#id = row.conversation;
    this.#field.value = drafts.get(this.#id);
  }

  focus() {
    this.#field.focus();
  }

  /** Put a refused text back, above whatever has been typed since. */
  giveBack(text) {
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
    this.#app.drafts.set(this.#id, this.#field.value);
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
    if (!text) return this.focus();
    this.#said = -Infinity; // the message itself ends the composing
    this.#field.value = "";
    this.#app.drafts.set(this.#id, "");
    this.#app.say(this.#id, text);
    this.focus();
  }
}

function keysHint(texts) {
  const key = (name) => el("kbd", { text: name });
  return [key("Enter"), ` ${texts.say("console.composer.sends")} · `, key("Shift Enter"), ` ${texts.say("console.composer.breaks")}`];
}
