// The lists as far as they are loaded, kept in step with the server by versions (contract R6). No DOM, no socket.

import { LISTS, inOrder, isIn } from "./list_order.js";
import { ListPages } from "./list_pages.js";

export class Inbox extends EventTarget {
  counts = { waiting: 0, email: 0, sleeping: 0, unseen: 0 };
  #rows = new Map(); // id → {row, asOf: the version of the inbox at which it was seen}
  #pages = new Map(LISTS.map((name) => [name, new ListPages(inOrder(name))]));
  #sorted = new Map();
  #version = 0;
  #newest = 0; // waiting_since of the last arrival that was announced
  #me = "";
  #ask;

  /** `ask(name, after)` sends a `list` frame. */
  constructor(ask) {
    super();
    this.#ask = ask;
  }

  /** After every `welcome`: what was missed comes with the pages; what is on screen stays until they are here. */
  welcome(frame) {
    this.#me = frame.agent.id;
    this.#version = frame.version;
    this.#newest ||= frame.decision.now;
    this.counts = frame.counts;
    this.reload();
  }

  /** Ask for every list from its top, as far as it was loaded. */
  reload() {
    for (const [name, pages] of this.#pages) {
      pages.begin(this.list(name).length);
      this.#ask(name, null);
    }
    this.#changed();
  }

  /** A page of a list; goes on asking until as much is loaded as was before. */
  page(frame) {
    this.#learnAll(frame);
    const pages = this.#pages.get(frame.name);
    const { after, done, again } = pages.add(frame);
    if (after) this.#ask(frame.name, after);
    if (done) this.#forget(frame.name, pages);
    if (again) this.#repeat(frame.name, pages);
    this.#changed();
  }

  /** Changed rows; standing before `since` means something was missed: ask for the lists anew. */
  changes(frame) {
    const missed = frame.since > this.#version;
    this.#learnAll(frame);
    this.#version = Math.max(this.#version, frame.version);
    if (missed) for (const [name, pages] of this.#pages) this.#repeat(name, pages);
    this.#changed();
  }

  #repeat(name, pages) {
    if (pages.repeat(this.list(name).length)) this.#ask(name, null);
  }

  /** A row that came with a watched conversation, outside the inbox's versions. */
  refresh(row) {
    const held = this.#rows.get(row.conversation);
    if (held && (held.row.version > row.version || held.row.seq > row.seq)) return;
    this.#rows.set(row.conversation, { row, asOf: held?.asOf ?? this.#version });
    this.#changed();
  }

  /** We have read it all: nobody tells us so, we are the ones who say it. */
  read(id, seq) {
    const held = this.#rows.get(id);
    if (!held || !held.row.unread || held.row.seq > seq) return;
    held.row = { ...held.row, unread: 0 };
    this.#changed();
  }

  /** The next page, when the end of what is loaded comes into view. */
  more(name) {
    const { last } = this.#pages.get(name);
    const after = this.list(name).at(-1) ?? last;
    if (after && this.#pages.get(name).continue()) this.#ask(name, after.conversation);
  }

  /** The row of a conversation, or null. */
  row(id) {
    return this.#rows.get(id)?.row ?? null;
  }

  /** Rows of a list in order, without those beyond the part that is loaded. */
  list(name) {
    if (!this.#sorted.has(name)) this.#sorted.set(name, this.#sort(name));
    return this.#sorted.get(name);
  }

  #sort(name) {
    const pages = this.#pages.get(name);
    const rows = [...this.#rows.values()].map(({ row }) => row).filter((row) => isIn(name, row, this.#me));
    return rows.filter((row) => pages.reaches(row)).sort(inOrder(name));
  }

  /** Whether a list has been loaded, and whether more of it follows. */
  state(name) {
    const { loaded, more } = this.#pages.get(name);
    return { loaded, more };
  }

  #learnAll(frame) {
    this.counts = frame.counts;
    for (const row of frame.rows) this.#learn(row, frame.version);
  }

  #learn(row, asOf) {
    const held = this.#rows.get(row.conversation);
    if (held && held.asOf > asOf) return;
    this.#rows.set(row.conversation, { row, asOf });
    if (row.status !== "waiting") return;
    const arrived = held ? held.row.status !== "waiting" : row.waiting_since > this.#newest;
    this.#newest = Math.max(this.#newest, row.waiting_since);
    const mine = row.offered_to === this.#me;
    const offered = mine && held && held.row.offered_to !== this.#me;
    if (offered || (arrived && (mine || !row.offered_to))) this.dispatchEvent(new CustomEvent("arrival", { detail: row }));
  }

  #forget(name, pages) {
    for (const [id, { row, asOf }] of this.#rows) {
      if (isIn(name, row, this.#me) && pages.hasLost(id, asOf)) this.#rows.delete(id);
    }
  }

  #changed() {
    this.#sorted.clear();
    this.dispatchEvent(new Event("change"));
  }
}
