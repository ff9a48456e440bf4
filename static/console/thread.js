// One conversation's messages in their one order: only last + 1 is applied (contract R7, R9). No DOM, no socket.

export class Thread {
  info = null; // the last `conversation` frame: row, trail, context, here, marks
  messages = [];
  complete = false; // everything stored at the time of asking has come
  asking = false; // a page is on its way: a hole will be filled by it
  composing = null; // {name, until}
  #epoch = "";
  #lastH = "";

  constructor(id) {
    this.id = id;
  }

  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** Where we stand, for `hello` and `watch`. */
  cursor() {
    return { id: this.id, epoch: this.#epoch, last_seq: this.lastSeq, last_h: this.#lastH };
  }

  /** Forget what is held; a snapshot follows. */
  reset() {
    this.messages = [];
    this.complete = false;
    this.#epoch = "";
    this.#lastH = "";
  }

  /** Apply a page of catch-up: "applied", "hole" or "diverged". A snapshot may begin anywhere: older ones were trimmed. */
  page(frame) {
    if (this.#epoch && frame.epoch !== this.#epoch) return "diverged";
    this.#epoch = frame.epoch;
    let outcome = "applied";
    for (const message of frame.messages) {
      if (outcome === "applied") outcome = this.messages.length ? this.#next(message) : this.#append(message);
    }
    if (outcome === "applied") this.complete = !frame.more;
    return outcome;
  }

  /** Apply one live message: "applied", "hole" or "diverged". */
  live(frame) {
    const { seq, h, at, body } = frame;
    return this.#next({ seq, h, at, body });
  }

  #next(message) {
    if (message.seq > this.lastSeq + 1) return "hole";
    if (message.seq === this.lastSeq + 1) return this.#append(message);
    const held = this.messages.findLast(({ seq }) => seq === message.seq);
    return held && held.h !== message.h ? "diverged" : "applied";
  }

  #append(message) {
    this.messages.push(message);
    this.#lastH = message.h;
    if (message.body.from === "visitor") this.composing = null;
    return "applied";
  }
}
