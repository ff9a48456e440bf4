/** The panel inside of a place of the page: always there, never in the way, and asleep until somebody is about. */

/** @typedef {import('../loader/frame.js').Frame} Frame */

const RULE = `:host{display:block!important;height:100%!important;min-height:320px!important}.launcher,.shut{display:none!important}
:host section{position:static!important;inset:auto!important;width:auto!important;height:100%!important;max-width:none!important;max-height:none!important;min-height:inherit;border-radius:0;box-shadow:none}`;

/** As often as the loader looks. */
const STAY_MS = 999;

export class Mount {
  #home;
  #frame;
  #selector;
  #sheet = new CSSStyleSheet();
  #end = new AbortController();
  /** @type {Element | null} */ #place = null;
  #visible = false;
  #show;
  #changes = new MutationObserver(() => this.#settle());
  #sight = new IntersectionObserver((seen) => this.#see(!!seen.at(-1)?.isIntersecting));

  /**
   * @param {import('../types.js').Home} home
   * @param {Frame} frame
   * @param {string} selector
   */
  constructor(home, frame, selector) {
    this.#home = home;
    this.#frame = frame;
    this.#selector = selector;
    this.#show = frame.show;
    frame.show = (open) => open && this.#enter();
    this.#sheet.replaceSync(RULE);
    frame.root.adoptedStyleSheets = [...frame.root.adoptedStyleSheets, this.#sheet];
    frame.panel.setAttribute('role', 'region');
    frame.panel.hidden = true;
    for (const name of ['pointerdown', 'keydown']) addEventListener(name, () => this.#wake(), { signal: this.#end.signal, capture: true });
    this.#changes.observe(document, { childList: true, subtree: true });
    clearInterval(home.staying); // it comes and goes with its place
    this.#settle();
  }

  /**
   * @param {Frame} frame
   * @param {string} [selector]
   */
  holds(frame, selector) {
    return frame === this.#frame && selector === this.#selector;
  }

  /** Back to the corner. */
  leave() {
    this.#end.abort();
    this.#changes.disconnect();
    this.#sight.disconnect();
    const home = this.#home;
    const { root, panel, host } = this.#frame;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    this.#frame.show = this.#show;
    panel.setAttribute('role', 'dialog');
    panel.hidden = true;
    if (home.frame === this.#frame) document.documentElement.append(host); // the next place for it may come
    home.staying = setInterval(() => home.frame?.host.isConnected || document.documentElement.append(/** @type {Frame} */ (home.frame).host), STAY_MS);
    this.#frame.onchange();
  }

  /** The place may have come, gone, or been drawn anew. */
  #settle() {
    const { host } = this.#frame;
    const place = this.#place?.isConnected && this.#place.matches(this.#selector) ? this.#place : document.querySelector(this.#selector);
    if (place === this.#place && (!place || host.parentNode === place)) return;
    this.#sight.disconnect();
    this.#place = place;
    if (!place) {
      host.remove();
      return this.#see(false);
    }
    place.append(host);
    this.#sight.observe(place);
  }

  /** @param {boolean} visible whether the place is on the screen */
  #see(visible) {
    this.#visible = visible;
    if (this.#home.app || navigator.userActivation?.hasBeenActive) this.#wake();
  }

  /** Somebody is about; whether they see it decides what counts as read. */
  #wake() {
    const { panel } = this.#frame;
    if (panel.hidden !== this.#visible) return;
    panel.hidden = !this.#visible;
    this.#frame.onchange();
  }

  #enter() {
    this.#place?.scrollIntoView({ block: 'nearest' });
    this.#frame.input.focus({ preventScroll: true });
  }
}
