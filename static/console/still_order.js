// Lists never jump under the pointer: while a list is held, rows keep their places and news is only counted. No DOM.

export class StillOrder {
  fresh = 0; // rows that belong above the end of what is shown and wait until the list is let go
  #shown = [];

  /** The ids to show, given the true order; `held` while the pointer is at work in the list. */
  apply(ids, { held }) {
    if (!held || !this.#shown.length) {
      this.fresh = 0;
      this.#shown = ids;
      return ids;
    }
    const shown = new Set(this.#shown);
    const end = ids.findLastIndex((id) => shown.has(id)) + 1;
    this.fresh = ids.slice(0, end).filter((id) => !shown.has(id)).length;
    this.#shown = [...this.#shown, ...ids.slice(end)];
    return this.#shown;
  }

  /** Another list is shown. */
  clear() {
    this.#shown = [];
    this.fresh = 0;
  }
}
