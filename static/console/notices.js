// Short notices above everything: one refused verb, one line; they leave by themselves and are read out.

import { el } from "./dom.js";

const SHOWN_MS = 7000;

export class Notices {
  element = el("div", { class: "notices", role: "status", "aria-live": "polite" });

  /** Say one line. */
  say(text) {
    const line = el("p", { class: "notice", text });
    this.element.replaceChildren(line);
    setTimeout(() => line.remove(), SHOWN_MS);
  }
}
