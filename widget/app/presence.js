/** When this tab has a socket, and when this browser comes back by itself (contract R12, R14, R15). */

const LEAVE_MS = 5_000;

export class Presence {
  #site;
  #session;
  #tabs;
  #isOpen;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #leaving;
  #hidden = false;
  #gone = false;

  /**
   * @param {string} site
   * @param {import('./session.js').Session} session
   * @param {import('./tabs.js').Tabs} tabs
   * @param {() => boolean} isOpen whether the panel is
   * @param {AbortSignal} signal the end of it all
   */
  constructor(site, session, tabs, isOpen, signal) {
    this.#site = site;
    this.#session = session;
    this.#tabs = tabs;
    this.#isOpen = isOpen;
    tabs.join();
    document.addEventListener('visibilitychange', () => this.#see(), { signal });
    addEventListener('online', () => session.connection.wake(), { signal });
    addEventListener('offline', () => session.connection.resume(), { signal });
    addEventListener('pageshow', () => this.#arrive(), { signal });
    addEventListener('pagehide', () => this.leave(), { signal });
    this.#see();
  }

  /** Something has changed: have a socket, or not. */
  update() {
    const { active, connection, delivery } = this.#session;
    this.#flag(active);
    const wanted = !this.#gone && (this.#isOpen() || active);
    connection.want(wanted && (!this.#hidden || this.#tabs.mayListen || !delivery.outbox.empty));
  }

  #see() {
    clearTimeout(this.#leaving);
    // A page that is left becomes hidden after `pagehide`: whoever asks for a lock then is not kept for "back".
    if (this.#gone) return;
    if (document.hidden) {
      void this.#tabs.listen(() => this.update());
      // A glance at another tab is not worth a reconnect.
      this.#leaving = setTimeout(() => this.#hide(true), LEAVE_MS);
      return;
    }
    this.#tabs.cede();
    this.#hide(false);
    this.#session.connection.wake();
  }

  #arrive() {
    this.#gone = false;
    this.#tabs.join();
    this.#see();
  }

  /** The page is going, or another app takes the place of this one. */
  leave() {
    clearTimeout(this.#leaving);
    this.#gone = true;
    this.#tabs.leave();
    this.#session.connection.want(false);
  }

  /** @param {boolean} hidden */
  #hide(hidden) {
    this.#hidden = hidden;
    this.update();
  }

  /** @param {boolean} active what the loader of the next page finds */
  #flag(active) {
    const key = 'chatserver:' + this.#site;
    try {
      localStorage[key] = Number(active);
    } catch {
      // Storage refused: the next page has nothing to come back to.
    }
  }
}
