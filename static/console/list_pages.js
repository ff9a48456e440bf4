// How far one list is loaded, and the walk that loads it anew after something was missed (contract R6). No DOM.

export class ListPages {
  more = false;
  last = null; // the last row of the last page while more follow; rows beyond it are not ours to show yet
  loaded = false;
  #seen = new Set();
  #since = 0;
  #wanted = 0;
  #walking = false;
  #asking = false;
  #again = false;
  #compare;

  /** `compare` is the order of this list. */
  constructor(compare) {
    this.#compare = compare;
  }

  /** Start from the top, until `held` rows are there: the answers to anything asked earlier went down with its socket. */
  begin(held) {
    this.#seen.clear();
    this.#since = 0;
    this.#wanted = held;
    this.#walking = true;
    this.#asking = true;
    this.#again = false;
  }

  /** Something was missed while connected: false when a walk is under way, which is then repeated. */
  repeat(held) {
    this.#again = this.#walking;
    if (this.#walking) return false;
    this.begin(held);
    return true;
  }

  /** Ask for one more page? Not while one is under way. */
  continue() {
    if (this.#asking || !this.more) return false;
    this.#asking = true;
    return true;
  }

  /** Take a page in; gives `after` to ask on, or `done` when a walk has ended, or `again` when it must be repeated. */
  add(frame) {
    for (const row of frame.rows) this.#seen.add(row.conversation);
    const end = frame.rows.at(-1);
    if (!this.#walking) return this.#extend(frame, end);
    this.#since ||= frame.version;
    if (frame.more && end && this.#seen.size < this.#wanted) return { after: end.conversation };
    return this.#extend(frame, end);
  }

  #extend(frame, end) {
    const result = { done: this.#walking, again: this.#again };
    this.#walking = this.#asking = this.#again = false;
    this.loaded = true;
    this.more = frame.more && Boolean(end);
    if (!this.more) this.last = null;
    else if (result.done || !this.last || this.#compare(end, this.last) > 0) this.last = end;
    return result;
  }

  /** Whether a row of this list is within what is loaded. */
  reaches(row) {
    return !this.last || this.#seen.has(row.conversation) || this.#compare(row, this.last) <= 0;
  }

  /** After a walk: a row that was held but not met, and not heard of since, has left the list. */
  hasLost(id, asOf) {
    return !this.#seen.has(id) && asOf <= this.#since;
  }
}
