// Saying that somebody is waiting: title, sound, desktop notification; sound and notification once for all tabs.

import { claim } from "./claim.js";
import { canSound, playSound } from "./sound.js";

export class Alerts {
  #texts;
  #open;
  #title = document.title;

  /** `open(id)` shows a conversation when its notification is clicked. */
  constructor(texts, open) {
    this.#texts = texts;
    this.#open = open;
  }

  /** How many want an answer, in the tab's title; `site` names the desk. */
  count(number, site) {
    this.#title = this.#texts.say("console.title", { site });
    const title = number ? `(${number}) ${this.#title}` : this.#title;
    if (document.title !== title) document.title = title;
  }

  /** A conversation has begun to wait. */
  async arrival(row, name) {
    const visible = document.visibilityState === "visible";
    if (!(await claim(`${row.conversation}.${row.waiting_since}`, { first: visible && canSound() }))) return;
    playSound();
    if (!visible) this.#notify(row, name);
  }

  #notify(row, name) {
    if (globalThis.Notification?.permission !== "granted") return;
    const title = this.#texts.say("console.alert.waiting", { name });
    const shown = new Notification(title, { body: row.preview, tag: row.conversation, lang: this.#texts.language });
    shown.onclick = () => {
      window.focus();
      this.#open(row.conversation);
      shown.close();
    };
  }
}

/** Whether asking for desktop notifications makes sense: possible, and not yet answered. */
export function mayAskToNotify() {
  return globalThis.Notification?.permission === "default";
}
