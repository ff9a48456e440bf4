/** The page's own buttons, there now or later: each opens and closes the panel, and has the focus back. */

/** @typedef {import('../loader/frame.js').Frame} Frame */

export class OwnLauncher {
  #frame;
  #selector;
  #end = new AbortController();
  /** @type {HTMLElement | undefined} */ #last;

  /**
   * @param {Frame} frame
   * @param {string} selector
   */
  constructor(frame, selector) {
    this.#frame = frame;
    this.#selector = selector;
    // Before the page hears of it: links with another way, for pages without scripts, must not lead there.
    const how = { capture: true, signal: this.#end.signal };
    document.addEventListener('click', (event) => this.#click(event), how);
    document.addEventListener('pointerdown', (event) => this.#find(event) && frame.launcher.dispatchEvent(new Event('pointerenter')), how);
    this.told();
  }

  /** The panel may have opened or closed. */
  told() {
    const { isOpen } = this.#frame;
    for (const button of document.querySelectorAll(this.#selector)) {
      if (button.getAttribute('aria-expanded') !== String(isOpen)) button.setAttribute('aria-expanded', String(isOpen));
    }
    if (isOpen || !this.#last) return;
    const { activeElement } = document;
    // Not from somebody who has gone on to something else.
    if (activeElement === this.#frame.host || activeElement === document.body) this.#last.focus({ preventScroll: true });
    this.#last = undefined;
  }

  /** They are the page's alone again. */
  leave() {
    this.#end.abort();
    for (const button of document.querySelectorAll(this.#selector)) button.removeAttribute('aria-expanded');
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = this.#find(event);
    // A link may still be opened in another tab.
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const opens = !this.#frame.isOpen;
    this.#frame.show(opens);
    if (opens) this.#last = button;
  }

  /**
   * @param {Event} event
   * @returns {HTMLElement | undefined}
   */
  #find(event) {
    const path = /** @type {HTMLElement[]} */ (event.composedPath());
    return path.find((one) => one.matches?.(this.#selector));
  }
}
