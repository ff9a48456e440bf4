// The one file that sends: a socket that comes back by itself (contract R14, R15). Frames go out as "frame" events.

import { afterClose, backoff } from "./backoff.js";
import { onWakeUp } from "./wakeups.js";

const LATE_MS = 3000; // "reconnecting" is said after this, not before
const SILENCE_MS = 45_000;
const CHECK_MS = 5000;

export class Connection extends EventTarget {
  up = false;
  late = false;
  stopped = false; // refused for good: only a reload tries again
  #url;
  #hello;
  #socket = null;
  #attempt = 0;
  #heard = 0;
  #retry = 0;
  #notBefore = 0;
  #lateTimer = 0;

  /** `hello()` gives the first frame, made anew for each try: the cursors have moved on. */
  constructor(url, hello) {
    super();
    this.#url = url;
    this.#hello = hello;
  }

  start() {
    onWakeUp(() => this.#wake());
    addEventListener("pagehide", () => this.#leave());
    setInterval(() => this.#judgeSilence(), CHECK_MS);
    this.#expectSoon();
    this.#open();
  }

  /** Send a frame; false when there is no connection, and then nothing was sent. */
  send(frame) {
    if (!this.up) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = 0;
    const socket = new WebSocket(this.#url, ["chat.v1"]);
    this.#socket = socket;
    this.#heard = Date.now();
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()));
    socket.onmessage = (event) => this.#socket === socket && this.#receive(event.data);
    socket.onclose = (event) => this.#socket === socket && this.#closed(event.code, event.reason);
  }

  #receive(text) {
    this.#heard = Date.now();
    const frame = JSON.parse(text);
    if (frame.t === "ping") return this.#socket.send('{"t":"pong"}'); // here, never from a timer (R14)
    if (frame.t === "welcome") this.#welcomed();
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #welcomed() {
    clearTimeout(this.#lateTimer);
    this.#lateTimer = 0;
    this.#attempt = 0;
    this.late = false;
    this.#turn(true);
  }

  #turn(up) {
    this.up = up;
    this.dispatchEvent(new Event("change"));
  }

  #closed(code, reason) {
    this.#socket = null;
    if (this.up) this.#turn(false);
    const next = afterClose(code, reason);
    if (next.then === "signin") return this.dispatchEvent(new Event("signin"));
    if (next.then === "stop") return this.#stop();
    this.#expectSoon();
    this.#notBefore = Date.now() + next.after;
    this.#retry = setTimeout(() => this.#open(), next.after + backoff(this.#attempt, Math.random()));
    this.#attempt += 1;
  }

  #stop() {
    this.stopped = true;
    this.dispatchEvent(new Event("change"));
  }

  #expectSoon() {
    if (this.#lateTimer || this.late) return;
    this.#lateTimer = setTimeout(() => {
      this.late = true;
      this.dispatchEvent(new Event("change"));
    }, LATE_MS);
  }

  #wake() {
    this.#judgeSilence();
    if (this.#socket || !this.#retry || Date.now() < this.#notBefore) return; // there, stopped, or asked to wait
    this.#attempt = 0;
    this.#open();
  }

  #judgeSilence() {
    if (!this.#socket || document.visibilityState !== "visible") return;
    if (Date.now() - this.#heard > SILENCE_MS) this.#drop();
  }

  #drop() {
    const dead = this.#socket;
    this.#closed(1006, "");
    dead.close();
  }

  #leave() {
    if (!this.#socket) return;
    const left = this.#socket;
    this.#closed(1001, "");
    left.close();
  }
}
