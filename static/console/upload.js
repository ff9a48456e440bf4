// One file on its way to the server, in parts: what is there stays there, whatever breaks off. No DOM.

const LATER_MS = [1000, 3000, 10_000];
const TOO_MANY = 429;
const CHUNK = 1024 * 1024;

/** A refusal of the server, with its words for it. */
class Refusal extends Error {
  constructor(words, { final }) {
    super(words);
    this.final = final;
  }
}

export class Upload extends EventTarget {
  received = 0;
  failed = ""; // the server's words, or "interrupted" when only the way was cut
  final = false; // it would be refused again
  file = null; // as the server tells it once it is whole
  #blob;
  #url;
  #csrf;
  #stop = new AbortController();
  #begun = false;

  /** `id`: 128 bits in hex; `site`: whose file it will be; `csrf`: the session's token. */
  constructor(blob, { id, site, csrf }) {
    super();
    this.id = id;
    this.name = blob.name || "image.png"; // what is pasted may have no name
    this.size = blob.size;
    this.#blob = blob;
    this.#url = `/api/files/${site}`;
    this.#csrf = csrf;
  }

  /** One that was sent before a reload. */
  static whole(file, options) {
    const upload = new Upload(file, { ...options, id: file.id });
    Object.assign(upload, { file, received: file.size });
    upload.#begun = true;
    return upload;
  }

  /** Send it, or go on after a break; ends with `file` or `failed`, each told by a "change". */
  async send() {
    this.failed = "";
    this.#stop = new AbortController();
    this.#changed();
    for (let tries = 0; !this.file && !this.failed; tries += 1) {
      try {
        await this.#sendAll();
      } catch (fault) {
        if (this.#stop.signal.aborted) return;
        if (fault instanceof Refusal) Object.assign(this, { failed: fault.message, final: fault.final });
        else if (tries >= LATER_MS.length) this.failed = "interrupted";
        else await new Promise((resolve) => setTimeout(resolve, LATER_MS[tries]));
      }
    }
    this.#changed();
  }

  /** Give it up, here and on the server. */
  cancel() {
    this.#stop.abort();
    if (this.#begun && !this.final) fetch(`${this.#url}/${this.id}`, { method: "DELETE", headers: { "X-CSRF": this.#csrf } }).catch(() => {});
  }

  async #sendAll() {
    if (!this.#begun) {
      const order = JSON.stringify({ id: this.id, name: this.name, size: this.size });
      this.#take(await this.#ask(this.#url, { method: "POST", body: order }));
      this.#begun = true;
    } else {
      this.#take(await this.#ask(`${this.#url}/${this.id}`, {}));
    }
    while (!this.file) await this.#sendPart();
  }

  async #sendPart() {
    const body = this.#blob.slice(this.received, this.received + CHUNK);
    this.#take(await this.#ask(`${this.#url}/${this.id}?offset=${this.received}`, { method: "PUT", body }));
  }

  #take({ received, file }) {
    this.received = received ?? this.received;
    this.file = file ?? null;
    this.#changed();
  }

  /** The answer of the server, also when it says that another part is due (409); raises `Refusal` or a network's error. */
  async #ask(url, options) {
    const answer = await fetch(url, { ...options, headers: { "X-CSRF": this.#csrf }, signal: this.#stop.signal });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok || (answer.status === 409 && "received" in said)) return said;
    if (answer.status >= 500) throw new Error(String(answer.status)); // it may be up again soon
    throw new Refusal(String(said.text ?? answer.status), { final: answer.status !== TOO_MANY });
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
