// What visitors are told does not work, above everything, in every console; an admin can say more, or that it is over.

import { button, el, setAttribute, setText } from "./dom.js";
import { wordInstant } from "./words.js";

export class IncidentBar {
  #app;
  #told = el("span");
  #link;
  #edit;
  element;

  constructor(app) {
    this.#app = app;
    const say = (key) => app.texts.say(`console.incident.${key}`);
    this.#link = el("a", { target: "_blank", rel: "noopener noreferrer nofollow", text: say("details") });
    this.#edit = button("link", say("edit"), () => app.showIncident());
    const words = el("p", { role: "status" }, this.#told);
    this.element = el("div", { class: "incident", hidden: true }, words, this.#link, this.#edit);
  }

  draw() {
    const { desk, texts, isAdmin } = this.#app;
    const { incident } = desk;
    this.element.hidden = !incident;
    if (!incident) return setText(this.#told, "");
    const time = wordInstant(incident.updated_at, desk.zone, texts, desk.now());
    const told = texts.say("console.incident.bar", { name: incident[texts.language] });
    setText(this.#told, `${told} · ${texts.say("console.incident.by", { time, by: this.#who(incident.by) })}`);
    setAttribute(this.#link, "href", incident.url || null);
    this.#link.hidden = !incident.url;
    this.#edit.hidden = !isAdmin;
  }

  /** Whoever spoke: an agent by name, or the server's command, which calls itself so. */
  #who(by) {
    return by === "operator" ? this.#app.texts.say("console.incident.operator") : by;
  }
}
