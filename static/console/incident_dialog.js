// Telling visitors of an incident: both languages at once, since both are read; ending it is one press.

import { button, el, setText } from "./dom.js";
import { wordRefusal } from "./names.js";

export class IncidentDialog {
  #app;
  #standing = false; // whether one was told when the dialog was opened
  #title = el("h2", { id: "incident-title" });
  #vi = field({ maxlength: 120, required: true });
  #en = field({ maxlength: 120, required: true });
  #url = field({ maxlength: 500, type: "url", placeholder: "https://" });
  #end;
  #send = el("button", { class: "button main" });
  #fault = el("p", { class: "bad", role: "alert" });

  constructor(app) {
    this.#app = app;
    const label = (key, input) => el("label", { class: "field" }, el("span", { text: this.#say(key) }), input);
    this.#end = button("plain", this.#say("end"), () => this.#ask("end"));
    const shut = button("quiet", this.#say("cancel"), () => this.element.close());
    const form = el("form", { method: "dialog", on: { submit: (event) => this.#submit(event) } },
      this.#title, label("vi", this.#vi), label("en", this.#en), label("url", this.#url),
      el("p", { class: "meta", text: this.#say("note") }), this.#fault, el("div", { class: "dialog-foot" }, this.#end, el("span", { class: "grow" }), shut, this.#send));
    this.element = el("dialog", { class: "telling", "aria-labelledby": "incident-title" }, form);
  }

  /** Raise one, or go on with the one that is told. */
  open() {
    const { incident } = this.#app.desk;
    this.#standing = Boolean(incident);
    [this.#vi.value, this.#en.value, this.#url.value] = incident ? [incident.vi, incident.en, incident.url] : ["", "", ""];
    setText(this.#title, this.#say("title"));
    setText(this.#send, this.#say(incident ? "update" : "raise"));
    setText(this.#fault, "");
    this.#end.hidden = !incident;
    this.element.showModal();
    this.#vi.focus();
  }

  #say(key) {
    return this.#app.texts.say(`console.incident.${key}`);
  }

  #submit(event) {
    event.preventDefault();
    this.#ask(this.#standing ? "update" : "raise");
  }

  async #ask(verb) {
    const words = verb === "end" ? {} : { vi: this.#vi.value, en: this.#en.value, url: this.#url.value };
    try {
      await this.#app.verbs.setIncident(verb, words);
      this.element.close();
    } catch (refused) {
      if (!refused.reason) throw refused;
      setText(this.#fault, wordRefusal(refused.reason, this.#app.texts));
    }
  }
}

const field = (options) => el("input", { type: "text", autocomplete: "off", ...options });
