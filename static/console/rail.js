// The rail: whose console this is, whether it receives conversations, and the ways out.

import { mayAskToNotify } from "./alerts.js";
import { button, el, setAttribute, setText } from "./dom.js";
import { MAILS, addressOf } from "./route.js";

export class Rail {
  #app;
  #mark = el("span", { class: "mark", "aria-hidden": "true" });
  #notify;
  #incident;
  #switch;
  #site = el("span", { class: "rail-name" });
  #name = el("span", { class: "rail-name" });
  #places;

  constructor(app, csrf) {
    this.#app = app;
    const { texts } = app;
    this.#notify = button("rail-item", texts.say("console.notify.allow"), () => this.#askToNotify());
    this.#incident = button("rail-item", texts.say("console.incident.form"), () => app.showIncident(), { "aria-haspopup": "dialog" });
    this.#incident.hidden = !app.isAdmin;
    this.#switch = button("rail-item availability", "", () => this.turn(), { role: "switch" });
    const keys = button("rail-item shortcuts", texts.say("console.keys.open"), () => app.showKeys());
    this.#places = { "": this.#place("", "console.lists"), [MAILS]: this.#place(MAILS, "console.mails") };
    const items = [this.#mark, this.#site, Object.values(this.#places), el("span", { class: "grow" }), this.#notify, this.#incident, keys, this.#language(), this.#switch];
    this.element = el("nav", { class: "rail", "aria-label": texts.say("console.rail") }, items, this.#leave(csrf));
  }

  #place(place, key) {
    const name = el("span", { text: this.#app.texts.say(key) });
    return el("a", { class: "button rail-item place", href: addressOf(place) }, name, el("span", { class: "count" }));
  }

  #language() {
    const other = this.#app.texts.language === "vi" ? "en" : "vi";
    const text = this.#app.texts.say("console.language.other");
    return el("a", { class: "button rail-item", href: `?lang=${other}${location.hash}`, lang: other, text });
  }

  #leave(csrf) {
    const field = el("input", { type: "hidden", name: "csrf", value: csrf });
    const out = el("button", { class: "button rail-item", text: this.#app.texts.say("console.sign_out") });
    const on = { submit: () => this.#app.leave() };
    const form = el("form", { method: "post", action: "/signout", on }, field, out);
    return el("div", { class: "rail-foot" }, this.#name, form);
  }

  async #askToNotify() {
    await Notification.requestPermission();
    this.draw();
  }

  /** Receive conversations, or no longer. */
  turn() {
    const wish = this.#app.desk.availability === "online" ? "away" : "online";
    this.#app.run(this.#app.verbs.setAvailability(wish));
  }

  draw() {
    const { desk, texts } = this.#app;
    const online = desk.availability === "online";
    setText(this.#mark, [...desk.site][0] ?? "");
    setText(this.#site, desk.site);
    setText(this.#name, desk.agent.name);
    setText(this.#switch, texts.say(`console.availability.${desk.availability}`));
    setAttribute(this.#switch, "aria-checked", online);
    setAttribute(this.#switch, "data-now", desk.availability);
    setAttribute(this.#switch, "title", texts.say(online ? "console.availability.leave" : "console.availability.join"));
    for (const [place, link] of Object.entries(this.#places)) setAttribute(link, "aria-current", place === this.#app.place ? "page" : null);
    const { sends, waiting, dead } = desk.post;
    const wrong = dead + (sends ? 0 : waiting); // what merely waits its minute needs nobody
    setText(this.#places[MAILS].lastChild, wrong ? String(wrong) : "");
    this.#notify.hidden = !mayAskToNotify();
  }
}
