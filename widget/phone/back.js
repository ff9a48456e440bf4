/** "Back" closes the panel before it leaves the page: an entry of the history of its own, for as long as it is open. */

/** Beside whatever the page's router keeps there, so that it knows its place on either side. */
const MARK = 'chatserver';

export class Back {
  #close;
  #guarded = false;
  /** Our own step back has not been made yet. */
  #leaving = false;

  /**
   * @param {() => void} close
   * @param {AbortSignal} [signal] the end of it
   */
  constructor(close, signal) {
    this.#close = close;
    addEventListener('popstate', () => this.#popped(), { signal });
  }

  /** @param {boolean} guarded whether there is something to close */
  guard(guarded) {
    if (guarded === this.#guarded) return;
    this.#guarded = guarded;
    if (this.#leaving) return;
    if (guarded) this.#enter();
    else if (isOurs()) {
      this.#leaving = true;
      history.back();
    }
  }

  #enter() {
    if (isOurs()) return; // the page was reloaded
    try {
      // Not the page's own: those who count page views or draw routes have put theirs in its place.
      History.prototype.pushState.call(history, { ...history.state, [MARK]: 1 }, '');
    } catch {
      // Too many in a short time, or a page without an address: then "back" leaves it.
    }
  }

  #popped() {
    const left = this.#leaving;
    this.#leaving = false;
    if (isOurs() || !this.#guarded) return;
    if (left) return this.#enter(); // opened again meanwhile
    this.#guarded = false;
    this.#close();
  }
}

const isOurs = () => !!history.state?.[MARK];
