// Which rules hold, and what visitors are being told by them: under the desk's hours.

import { el, setText } from "./dom.js";
import { reconcile } from "./keyed.js";

export class PolicyLine {
  #texts;
  #rules = el("p");
  #notices = el("ul", { role: "list" });
  element = el("div", { class: "policy" }, this.#rules, this.#notices);

  constructor(texts) {
    this.#texts = texts;
  }

  /** @param policy {version, revision, notices}, or nothing before the first welcome */
  draw(policy) {
    this.element.hidden = !policy;
    if (!policy) return;
    const { version, revision, notices } = policy;
    const since = /^\d/.test(version) ? this.#texts.say("console.policy.since", { day: version }) : this.#texts.say("console.policy.initial");
    setText(this.#rules, revision ? `${since} · ${this.#texts.say("console.policy.revision", { revision })}` : since);
    reconcile(this.#notices, notices, ({ key }) => key, () => el("li"), (item, { text }) => {
      setText(item, this.#texts.say("console.policy.notice", { text }));
    });
  }
}
