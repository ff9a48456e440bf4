/** Named timers: setting one again replaces it. */

export class Timers {
  /** @type {Record<string, ReturnType<typeof setTimeout>>} */
  #set = {};

  /**
   * @param {string} name
   * @param {number} ms
   * @param {() => void} act
   */
  after(name, ms, act) {
    this.cancel(name);
    this.#set[name] = setTimeout(act, ms);
  }

  /** @param {string} name */
  cancel(name) {
    clearTimeout(this.#set[name]);
  }
}
