// The files that go with what is being written, one set a conversation; whole ones outlive a reload. No DOM.

import { randomId } from "./tab.js";
import { Upload } from "./upload.js";

export const MOST = 10; // a message's

export class Attachments extends EventTarget {
  #sets = new Map();
  #shelf;
  #way;

  /** `way` is {site, csrf}: where files go, and the session's token. */
  constructor(shelf, way) {
    super();
    this.#shelf = shelf;
    this.#way = way;
    for (const name of shelf.names("files.")) this.#restore(name.slice("files.".length), shelf.get(name) ?? []);
  }

  #restore(conversation, files) {
    this.#sets.set(conversation, files.map((file) => this.#listen(conversation, Upload.whole(file, this.#way))));
  }

  #listen(conversation, upload) {
    upload.addEventListener("change", () => this.#changed(conversation));
    return upload;
  }

  /** The uploads of a conversation, in the order in which they were chosen. */
  of(conversation) {
    return this.#sets.get(conversation) ?? [];
  }

  /** Begin to send files; false when not all of them have room in one message. */
  add(conversation, blobs) {
    const held = this.of(conversation);
    const fresh = [...blobs].slice(0, Math.max(0, MOST - held.length));
    const uploads = fresh.map((blob) => this.#listen(conversation, new Upload(blob, { ...this.#way, id: randomId() })));
    this.#sets.set(conversation, [...held, ...uploads]);
    for (const upload of uploads) upload.send();
    this.#changed(conversation);
    return fresh.length === blobs.length;
  }

  /** Give one up, sent or not. */
  remove(conversation, upload) {
    upload.cancel();
    this.#sets.set(conversation, this.of(conversation).filter((one) => one !== upload));
    this.#changed(conversation);
  }

  /** Whether all are whole: until then their words wait. */
  areReady(conversation) {
    return this.of(conversation).every(({ file }) => file);
  }

  /** Whether one of them did not get there. */
  hasFailed(conversation) {
    return this.of(conversation).some(({ failed }) => failed);
  }

  /** Take the whole files out: from now on they are their message's. */
  take(conversation) {
    const files = this.of(conversation).map(({ file }) => file);
    this.#sets.delete(conversation);
    this.#changed(conversation);
    return files;
  }

  /** Put files back that were not said. */
  giveBack(conversation, files) {
    this.#restore(conversation, [...this.of(conversation).map(({ file }) => file).filter(Boolean), ...files]);
    this.#changed(conversation);
  }

  #changed(conversation) {
    const whole = this.of(conversation).map(({ file }) => file).filter(Boolean);
    this.#shelf.set(`files.${conversation}`, whole.length ? whole : null);
    this.dispatchEvent(new Event("change"));
  }
}
