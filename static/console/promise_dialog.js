// Promising a time of one's own: what is chosen is shown as the visitor will read it, on the desk's clock.

import { button, el, setText } from "./dom.js";
import { wordRefusal } from "./names.js";
import { wordPromise } from "./words.js";

const HOUR_MS = 3_600_000;

export class PromiseDialog {
  #app;
  #id = "";
  #at;
  #told = el("p", { class: "meta", "aria-live": "polite" });
  #fault = el("p", { class: "bad", role: "alert" });

  constructor(app) {
    this.#app = app;
    const say = (key) => app.texts.say(`console.promising.${key}`);
    this.#at = el("input", { type: "datetime-local", required: true, step: 60, on: { input: () => this.#tell() } });
    const send = el("button", { class: "button main", text: say("send") });
    const shut = button("quiet", say("cancel"), () => this.element.close());
    const label = el("label", { class: "field" }, el("span", { text: say("at") }), this.#at);
    const form = el("form", { method: "dialog", on: { submit: (event) => this.#submit(event) } },
      el("h2", { id: "promise-title", text: say("title") }), label, this.#told, el("p", { class: "meta", text: say("why") }),
      this.#fault, el("div", { class: "dialog-foot" }, shut, send));
    this.element = el("dialog", { class: "promise", "aria-labelledby": "promise-title" }, form);
  }

  /** Ask by when; an hour from now is proposed. */
  open(row) {
    this.#id = row.conversation;
    this.#at.value = localTime(this.#app.desk.now() + HOUR_MS);
    setText(this.#fault, "");
    this.#tell();
    this.element.showModal();
    this.#at.focus();
  }

  get #instant() {
    return new Date(this.#at.value).getTime();
  }

  #tell() {
    const { texts, desk } = this.#app;
    const at = this.#instant;
    const promise = at && wordPromise(at, desk.zone, texts, desk.now());
    setText(this.#told, promise ? texts.say("console.promising.say", { promise }) : "");
  }

  async #submit(event) {
    event.preventDefault();
    try {
      await this.#app.verbs.promise(this.#id, this.#instant);
      this.element.close();
    } catch (refused) {
      if (!refused.reason) throw refused;
      setText(this.#fault, wordRefusal(refused.reason, this.#app.texts));
    }
  }
}

/** An instant as a field of the browser's own zone has it, on the full five minutes after it. */
function localTime(at) {
  const step = 5 * 60_000;
  const there = new Date(Math.ceil(at / step) * step);
  return new Date(there.getTime() - there.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
