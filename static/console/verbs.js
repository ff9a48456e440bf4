// Verbs with an answer: each frame gets a `ref`, and its promise ends with `done`, `nack` or the connection.

export class Refused extends Error {
  /** `reason` is a text key without `error.` */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export class Verbs {
  #send;
  #ref = 0;
  #open = new Map();

  constructor(send) {
    this.#send = send;
  }

  /** take, close, reopen, answered_by_mail or transcript. */
  act(verb, conversation) {
    return this.#ask({ t: "act", verb, conversation });
  }

  setPriority(conversation, priority) {
    return this.#ask({ t: "priority", conversation, priority });
  }

  /** `to` is {agent} or {department}. */
  transfer(conversation, to, note = "") {
    return this.#ask({ t: "transfer", conversation, to, note });
  }

  /** A note for the other agents, kept once per `cid`. */
  note(conversation, cid, text) {
    return this.#ask({ t: "note", conversation, cid, text });
  }

  /** A time of our own, ms. */
  promise(conversation, at) {
    return this.#ask({ t: "promise", conversation, at });
  }

  /** Have a mail that was given up sent once more. */
  sendAgain(conversation, n) {
    return this.#ask({ t: "send_again", conversation, n });
  }

  /** raise, update or end what all visitors are told; `words` are {vi, en, url}. */
  setIncident(verb, words) {
    return this.#ask({ t: "incident", verb, ...words });
  }

  setAvailability(value) {
    return this.#ask({ t: "availability", value });
  }

  #ask(frame) {
    const ref = ++this.#ref;
    return new Promise((resolve, reject) => {
      this.#open.set(ref, { resolve, reject });
      if (!this.#send({ ...frame, ref })) this.#end(ref, "reject", new Refused("unavailable"));
    });
  }

  /** A `done` frame. */
  done({ ref }) {
    this.#end(ref, "resolve");
  }

  /** A `nack` frame with a ref. */
  nack({ ref, reason }) {
    this.#end(ref, "reject", new Refused(reason));
  }

  /** The connection is gone: whether the verb was carried out will show in the lists. */
  drop() {
    for (const ref of [...this.#open.keys()]) this.#end(ref, "reject", new Refused("unavailable"));
  }

  #end(ref, how, value) {
    this.#open.get(ref)?.[how](value);
    this.#open.delete(ref);
  }
}
