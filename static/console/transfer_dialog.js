// Passing a conversation on: who is there, in which departments, with room or not; and a note for whoever gets it.

import { button, el, setText } from "./dom.js";
import { wordRefusal } from "./names.js";

const NOBODY = { agent: "console.transfer.no_agent", department: "console.transfer.no_department" };

export class TransferDialog {
  #app;
  #id = "";
  #agents = el("div", { class: "choices" });
  #departments = el("div", { class: "choices" });
  #note;
  #fault = el("p", { class: "bad", role: "alert" });

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const say = (key) => texts.say(`console.transfer.${key}`);
    this.#note = el("textarea", { rows: 2, dir: "auto", "aria-label": say("note"), placeholder: say("note") });
    const send = el("button", { class: "button main", text: say("send") });
    const shut = button("quiet", say("cancel"), () => this.element.close());
    const group = (key, choices) => el("fieldset", {}, el("legend", { text: say(key) }), choices);
    const on = { submit: (event) => this.#submit(event) };
    const form = el("form", { method: "dialog", on },
      el("h2", { id: "transfer-title", text: say("title") }), group("agents", this.#agents), group("departments", this.#departments),
      this.#note, this.#fault, el("div", { class: "dialog-foot" }, shut, send));
    this.element = el("dialog", { class: "transfer", "aria-labelledby": "transfer-title" }, form);
  }

  /** Ask where a conversation shall go. */
  open(row) {
    const { desk } = this.#app;
    this.#id = row.conversation;
    const others = desk.agents.filter(({ id }) => id !== desk.agent.id && id !== row.agent?.id);
    const elsewhere = desk.departments.filter(({ key }) => key !== row.department || row.status === "open");
    this.#agents.replaceChildren(...this.#choices("agent", others, (agent) => this.#wordAgent(agent)));
    this.#departments.replaceChildren(...this.#choices("department", elsewhere, ({ name }) => name));
    this.#note.value = "";
    setText(this.#fault, "");
    this.element.showModal();
    this.element.querySelector("input:enabled")?.focus();
  }

  #choices(kind, found, word) {
    if (!found.length) return [el("p", { class: "meta", text: this.#app.texts.say(NOBODY[kind]) })];
    return found.map((one) => {
      const value = `${kind} ${one.id ?? one.key}`;
      const disabled = kind === "agent" && one.availability !== "online";
      const input = el("input", { type: "radio", name: "to", value, required: true, disabled });
      return el("label", { class: "choice" }, input, el("span", { text: word(one) }));
    });
  }

  #wordAgent({ name, availability, departments, free }) {
    const { texts, desk } = this.#app;
    const known = desk.departments.filter(({ key }) => departments.includes(key)).map((department) => department.name);
    const room = texts.say(free ? "console.transfer.free" : "console.transfer.busy");
    const how = availability === "online" ? room : texts.say("console.transfer.away");
    return [name, ...known, how].join(" · ");
  }

  async #submit(event) {
    event.preventDefault();
    const [kind, key] = new FormData(event.target).get("to").split(" ");
    try {
      await this.#app.verbs.transfer(this.#id, { [kind]: key }, this.#note.value.trim());
      this.element.close();
    } catch (refused) {
      if (!refused.reason) throw refused;
      setText(this.#fault, wordRefusal(refused.reason, this.#app.texts));
    }
  }
}
