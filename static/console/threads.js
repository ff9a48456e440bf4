// The conversations that have been opened, and the one that is watched. No DOM; frames go out through `send`.

import { Thread } from "./thread.js";

const KEPT = 20;
const COMPOSING_MS = 6000;

export class Threads extends EventTarget {
  current = null;
  missing = ""; // a conversation that was asked for and is not there
  #threads = new Map();
  #send;

  constructor(send) {
    super();
    this.#send = send;
  }

  /** Watch a conversation ("" for none) from where we stand. */
  open(id) {
    if (this.current) this.#send({ t: "unwatch", conversation: this.current.id });
    this.current = id ? this.#thread(id) : null;
    this.missing = "";
    if (this.current) this.#resume(this.current);
    this.#changed();
  }

  /** Ask for the watched conversation once more. */
  reload() {
    if (this.current) this.#resume(this.current);
  }

  #thread(id) {
    const thread = this.#threads.get(id) ?? new Thread(id);
    this.#threads.delete(id);
    this.#threads.set(id, thread); // last used last
    if (this.#threads.size > KEPT) this.#threads.delete(this.#threads.keys().next().value);
    return thread;
  }

  #resume(thread) {
    thread.asking = this.#send({ t: "watch", cursor: thread.cursor() });
  }

  /** Cursors for `hello`: what was watched goes on being watched. */
  watching() {
    if (!this.current) return [];
    this.current.asking = true;
    return [this.current.cursor()];
  }

  /** Take in a frame about a conversation; frames about one no longer open are dropped. */
  receive(frame) {
    const id = frame.conversation ?? frame.row.conversation;
    const thread = this.#threads.get(id);
    if (!thread) return;
    this.#on[frame.t]?.call(this, thread, frame);
    this.#changed();
  }

  #on = {
    conversation(thread, frame) {
      if (!thread.info || thread.info.row.version <= frame.row.version) thread.info = frame;
    },
    messages(thread, frame) {
      thread.asking = frame.more;
      this.#heed(thread, thread.page(frame));
    },
    message(thread, frame) {
      this.#heed(thread, thread.live(frame));
    },
    reset(thread) {
      thread.reset();
    },
    here(thread, frame) {
      if (thread.info) thread.info = { ...thread.info, here: frame.here };
    },
    trail(thread, frame) {
      if (thread.info) thread.info = { ...thread.info, trail: [frame.page, ...thread.info.trail].slice(0, 50) };
    },
    read(thread, frame) {
      if (thread.info) thread.info = { ...thread.info, read_by_visitor: Math.max(thread.info.read_by_visitor, frame.seq) };
    },
    typing(thread, frame) {
      thread.composing = frame.on ? { name: frame.name, until: Date.now() + COMPOSING_MS } : null;
      if (frame.on) setTimeout(() => this.#changed(), COMPOSING_MS + 50);
    },
  };

  #heed(thread, outcome) {
    if (outcome === "diverged") thread.reset();
    if (outcome === "applied" || thread !== this.current || thread.asking) return;
    this.#resume(thread);
  }

  /** The watched conversation is not there, or not ours to see. */
  lose() {
    if (!this.current || this.current.info) return;
    this.missing = this.current.id;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
