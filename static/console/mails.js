// The mails that wait and those that are given up, as far as they are loaded. No DOM; frames go out through `send`.

const GATHER_MS = 1000;

export const MAIL_LISTS = ["waiting", "dead"];

export class Mails extends EventTarget {
  name = ""; // the list on show; "" when none is
  #lists = new Map(MAIL_LISTS.map((name) => [name, { rows: [], more: false, loaded: false, asking: false }]));
  #later = 0;
  #send;

  constructor(send) {
    super();
    this.#send = send;
  }

  /** Show a list, or none (""); it is asked for anew. */
  show(name) {
    this.name = name;
    this.reload();
    this.#changed();
  }

  /** Something may have changed: ask again, now and then at most. */
  doubt() {
    if (!this.name || this.#later) return;
    this.#later = setTimeout(() => {
      this.#later = 0;
      this.reload();
    }, GATHER_MS);
  }

  /** Ask for the list on show from its top. */
  reload() {
    if (this.name) this.#ask(this.name, "");
  }

  /** Ask for the next page. */
  more() {
    const { rows, more, asking } = this.list(this.name);
    if (more && !asking) this.#ask(this.name, rows.at(-1).mail.id);
  }

  #ask(name, after) {
    this.list(name).asking = this.#send({ t: "mails", name, after });
  }

  /** Take a page in: a first one takes the place of all. */
  page({ name, rows, more, after }) {
    const list = this.list(name);
    const held = after ? list.rows.filter(({ mail }) => !rows.some((row) => row.mail.id === mail.id)) : [];
    Object.assign(list, { rows: [...held, ...rows], more, loaded: true, asking: false });
    this.#changed();
  }

  /** {rows, more, loaded} of a list. */
  list(name) {
    return this.#lists.get(name);
  }

  /** How a mail reads has come: told to whoever asked. */
  text(frame) {
    this.dispatchEvent(new CustomEvent("text", { detail: frame }));
  }

  /** Ask how a mail reads; false without a connection. */
  read(conversation, n) {
    return this.#send({ t: "mail", conversation, n });
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
