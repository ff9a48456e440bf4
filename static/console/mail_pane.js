// The list of mails: what waits to be sent, and what nobody sends any more unless told to.

import { button, el, setAttribute, setText } from "./dom.js";
import { reconcile } from "./keyed.js";
import { MAIL_LISTS } from "./mails.js";
import { drawMailRow, makeMailRow } from "./mail_row_view.js";

const AHEAD_PX = 600;

export class MailPane {
  #app;
  #shown = MAIL_LISTS[0];
  #tabs;
  #note = el("p", { class: "mail-note" });
  #rows = el("ul", { class: "rows", role: "list" });
  #empty = el("div", { class: "empty" });
  #scroll;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    this.#tabs = MAIL_LISTS.map((name) => {
      const options = { class: "tab", role: "tab", "aria-controls": "mails", id: `tab-mails-${name}` };
      const tab = button("", "", () => this.show(name), { ...options, on: { click: () => this.show(name), keydown: (event) => this.#move(event) } });
      tab.append(el("span", { text: texts.say(`console.mails.${name}`) }), el("span", { class: "count" }));
      return tab;
    });
    const aside = el("a", { class: "button link", href: `/console/${app.site}/aside`, text: texts.say("page.aside.title") });
    const head = el("header", { class: "pane-head" }, el("h1", { text: texts.say("console.mails") }), el("span", { class: "grow" }), aside);
    const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": texts.say("console.mails") }, this.#tabs);
    this.#scroll = el("div", { class: "scroll", id: "mails", role: "tabpanel", tabindex: "-1" }, this.#rows, this.#empty);
    this.#scroll.addEventListener("scroll", () => this.#loadAhead(), { passive: true });
    this.element = el("section", { class: "pane lists mails", "aria-label": texts.say("console.mails") }, head, this.#note, tabs, this.#scroll);
  }

  /** Show a list: the one that was on show, by default. */
  show(name = this.#shown) {
    this.#shown = name;
    this.#app.mails.show(name);
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (MAIL_LISTS.indexOf(this.#shown) + step + MAIL_LISTS.length) % MAIL_LISTS.length;
    this.show(MAIL_LISTS[next]);
    this.#tabs[next].focus();
  }

  #loadAhead() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    if (clientHeight && scrollHeight - scrollTop - clientHeight < AHEAD_PX) this.#app.mails.more();
  }

  draw() {
    if (!this.element.isConnected) return;
    const { mails, desk, texts } = this.#app;
    for (const [index, name] of MAIL_LISTS.entries()) {
      const tab = this.#tabs[index];
      setAttribute(tab, "aria-selected", name === this.#shown);
      setAttribute(tab, "tabindex", name === this.#shown ? 0 : -1);
      setText(tab.lastChild, desk.post[name] ? String(desk.post[name]) : "");
    }
    setText(this.#note, texts.say(desk.post.sends ? "console.mails.sends" : "console.mails.stuck"));
    setAttribute(this.#scroll, "aria-labelledby", `tab-mails-${this.#shown}`);
    const { rows, loaded } = mails.list(this.#shown);
    reconcile(this.#rows, rows, ({ mail }) => mail.id, (row) => makeMailRow(row, this.#app), (item, row) => drawMailRow(item, row, this.#app));
    this.#empty.hidden = rows.length > 0;
    setText(this.#empty, loaded && !rows.length ? texts.say(`console.mails.none.${this.#shown}`) : "");
  }

  /** Move the focus by `step` mails. */
  step(step) {
    const links = [...this.#rows.querySelectorAll("a.row")];
    const at = links.indexOf(document.activeElement);
    (links[at + step] ?? links[at < 0 ? 0 : at])?.focus();
  }
}
