// The tabs above the rows: arrows move between them, as screen readers expect.

import { el, setAttribute, setText } from "./dom.js";
import { LISTS, OCCASIONAL } from "./list_order.js";

export class ListTabs {
  #texts;
  #tabs;

  /** `choose(name)` shows a list. */
  constructor(texts, choose) {
    this.#texts = texts;
    this.#tabs = LISTS.map((name) => {
      const count = el("span", { class: "count" });
      const label = el("span", { text: texts.say(`console.list.${name}`) });
      const listen = { click: () => choose(name), keydown: (event) => this.#move(event, name, choose) };
      const look = OCCASIONAL.has(name) ? "tab minor" : "tab";
      return el("button", { type: "button", class: look, role: "tab", id: `tab-${name}`, "aria-controls": "list", on: listen }, label, count);
    });
    const label = texts.say("console.lists");
    this.element = el("div", { class: "tabs", role: "tablist", "aria-label": label }, this.#tabs);
  }

  #move(event, name, choose) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const shown = this.#tabs.filter((tab) => !tab.hidden);
    const next = shown.at((shown.indexOf(event.currentTarget) + step) % shown.length);
    choose(LISTS[this.#tabs.indexOf(next)]);
    next.focus();
  }

  /** Show which list is chosen, and how long the lists are. */
  draw(chosen, counts) {
    for (const [index, name] of LISTS.entries()) {
      const tab = this.#tabs[index];
      tab.hidden = OCCASIONAL.has(name) && !counts[name] && name !== chosen;
      setAttribute(tab, "aria-selected", name === chosen);
      setAttribute(tab, "tabindex", name === chosen ? 0 : -1);
      setText(tab.lastChild, counts[name] ? String(counts[name]) : "");
    }
  }
}
