/** Files of this tab: in the tray until they are sent, then with the words that wait for them. */

import { newId } from '../app/ids.js';
import { make } from '../dom.js';
import { Blobs } from './blobs.js';
import { drawFile } from './draw.js';
import { lighten } from './picture.js';
import { remover, Tray } from './tray.js';
import { Upload } from './upload.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').FileInfo} FileInfo */

const MOST = 10;

export class Files {
  #session;
  #words;
  #settings;
  #blobs;
  /** @type {Map<string, Upload>} all that this tab has to do with */ #uploads = new Map();
  /** @type {string[]} ids of what is chosen and not yet sent */ #chosen = [];
  #ready = false;
  #tray;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {import('../types.js').Settings} settings
   */
  constructor(frame, session, words, settings) {
    this.#session = session;
    this.#words = words;
    this.#settings = settings;
    this.#blobs = new Blobs(settings.site);
    this.#tray = new Tray(frame, words, (id) => {
      this.#chosen = this.#chosen.filter((one) => one !== id);
      this.#tray.note('');
      this.#session.hear({});
    });
  }

  /** How many are chosen and can go with the next words. */
  get waiting() {
    return this.#chosen.filter((id) => !this.#uploads.get(id)?.fault).length;
  }

  /** Take what is chosen: it goes with words now. @returns {FileInfo[]} */
  take() {
    const [faulty, fit] = [true, false].map((wanted) => this.#chosen.filter((id) => !!this.#uploads.get(id)?.fault === wanted));
    this.#chosen = faulty;
    return fit.map((id) => /** @type {Upload} */ (this.#uploads.get(id)).info);
  }

  /** @param {Iterable<File>} chosen */
  add(chosen) {
    const files = [...chosen];
    const room = MOST - this.#chosen.length;
    this.#tray.note(files.length > room ? this.#words.say('widget.file.too_many', { limit: MOST }) : '');
    for (const file of files.slice(0, room)) {
      const upload = this.#make(newId(), file.name, file);
      this.#chosen.push(upload.id);
      upload.prepared = this.#prepare(upload);
      void upload.start();
    }
    this.#session.hear({});
  }

  /** Somebody else is here now: nothing of it is theirs. */
  leave() {
    this.#chosen = [];
    this.#tray.note('');
    this.update();
  }

  /** Take up what a page that was closed has left: this tab's tray, and what goes with words that wait. */
  async restore() {
    const { tab, outbox } = this.#session.delivery;
    const kept = await this.#blobs.all();
    for (const { id, name, blob } of kept.filter((one) => one.tab === tab && !this.#uploads.has(one.id))) {
      if (!outbox.entries.some(({ files }) => files?.some((file) => file.id === id))) this.#chosen.push(id);
      void this.#make(id, name, blob).start();
    }
    for (const { id, name } of this.#own().flatMap(({ files }) => files ?? [])) {
      if (this.#uploads.has(id)) continue;
      const found = kept.find((one) => one.id === id);
      const upload = this.#make(id, name, found?.blob ?? new Blob());
      if (found) void upload.start();
      else upload.fault = this.#words.say('error.unknown_file');
    }
    this.#session.hear({});
  }

  /** Anything may have changed: words that have all they waited for can go, what nobody waits for any more ends. */
  update() {
    const own = this.#own();
    const awaited = new Set([...this.#chosen, ...own.flatMap(({ files = [] }) => files.map(({ id }) => id))]);
    for (const [id, upload] of this.#uploads) {
      if (awaited.has(id)) continue;
      upload.stop();
      this.#uploads.delete(id);
      void this.#blobs.remove(id);
    }
    for (const entry of own) if (entry.waits) this.#look(entry);
    const { ready } = this.#session.connection;
    if (ready && !this.#ready) for (const upload of this.#uploads.values()) void upload.start();
    this.#ready = ready;
    this.#tray.update(this.#chosen.flatMap((id) => this.#uploads.get(id) ?? []));
  }

  /** Go on with what goes with a message, at once. @param {string} cid */
  wake(cid) {
    const entry = this.#own().find((one) => one.cid === cid);
    if (entry?.reason === 'unknown_file') return this.#again(entry);
    for (const upload of this.#of(entry)) void upload?.start();
  }

  /**
   * What stands under words that wait.
   * @param {Entry} entry
   */
  lineOf(entry) {
    const uploads = this.#of(entry);
    if (!entry.waits || !uploads.every(Boolean)) return {};
    if (uploads.some((one) => one?.broken)) return { foot: this.#words.say('widget.file.interrupted'), retry: entry.cid };
    const [come, whole] = uploads.reduce(([come, whole], one) => [come + (one?.received ?? 0), whole + (one?.blob.size ?? 0)], [0, 1]);
    return { foot: this.#words.say('widget.file.sending', { percent: Math.floor((100 * come) / whole) }) };
  }

  /**
   * Draw the files of a line, once for each thing that can be seen of them.
   * @param {HTMLElement} node
   * @param {import('../view/lines.js').Line} line
   */
  draw(node, { kind, key, files = [] }) {
    const there = kind !== 'own' || this.#session.conversation.holds(key);
    const entry = there ? undefined : this.#own().find(({ cid, waits }) => cid === key && waits);
    const drawn = JSON.stringify([files, there, !!entry]);
    if (node.dataset.files === drawn) return;
    node.dataset.files = drawn;
    node.querySelector('.files')?.remove();
    const { host, site, language } = this.#settings;
    const shown = files.map((file) => {
      const href = there ? `${host}files/${site}/${file.id}/${encodeURIComponent(file.name)}` : '';
      const element = drawFile(file, href, language, this.#uploads.get(file.id)?.preview);
      return make('li', {}, element, ...(entry ? [remover(file.name, this.#words, () => this.#leaveOut(entry, [file.id]))] : []));
    });
    node.lastElementChild?.before(make('ul', { class: 'files' }, ...shown));
  }

  #own() {
    const { outbox, tab } = this.#session.delivery;
    return outbox.entries.filter((entry) => entry.tab === tab && entry.files);
  }

  /** @param {Entry | undefined} entry */
  #of(entry) {
    return (entry?.files ?? []).map(({ id }) => this.#uploads.get(id));
  }

  /** @param {Entry} entry */
  #look(entry) {
    const uploads = this.#of(entry);
    const faulty = uploads.flatMap((one) => (one?.fault ? [one.id] : []));
    if (!uploads.every(Boolean)) return void this.restore();
    this.#chosen.push(...faulty); // with its fault, for whoever sent it to see
    if (faulty.length) this.#leaveOut(entry, faulty);
    else if (uploads.every((one) => one?.file)) void this.#session.delivery.amend({ ...entry, files: uploads.flatMap((one) => one?.info ?? []), waits: false });
  }

  /**
   * @param {Entry} entry
   * @param {string[]} ids
   */
  #leaveOut(entry, ids) {
    const files = entry.files?.filter(({ id }) => !ids.includes(id)) ?? [];
    if (files.length || entry.text) void this.#session.delivery.amend({ ...entry, files });
    else void this.#session.delivery.discard(entry.cid);
  }

  /** The server has forgotten them: they go again, under other names. @param {Entry} entry */
  #again(entry) {
    const files = this.#of(entry).flatMap((old) => {
      if (!old) return [];
      const upload = this.#make(newId(), old.name, old.blob);
      upload.prepared = this.#keep(upload);
      void upload.start();
      return [upload.info];
    });
    void this.#session.delivery.amend({ ...entry, files, waits: true });
  }

  /** @param {Upload} upload */
  async #prepare(upload) {
    Object.assign(upload, await lighten(upload.blob));
    this.#session.hear({});
    await this.#keep(upload);
  }

  /** @param {Upload} upload */
  #keep({ id, name, blob }) {
    return this.#blobs.put({ id, name, blob, tab: this.#session.delivery.tab, at: Date.now() });
  }

  /**
   * @param {string} id
   * @param {string} name
   * @param {Blob} blob
   */
  #make(id, name, blob) {
    const { host, site, language } = this.#settings;
    const ask = (/** @type {string} */ path, /** @type {RequestInit} */ how) => {
      const headers = { Authorization: 'Bearer ' + this.#session.secret };
      return fetch(`${host}api/files/${site}${path}${path.includes('?') ? '&' : '?'}lang=${language}`, { ...how, headers });
    };
    const upload = new Upload(id, name, blob, ask, () => this.#session.hear({}));
    this.#uploads.set(id, upload);
    return upload;
  }
}
