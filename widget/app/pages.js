/** Page views: where the visitor is. Query values and private fragments never leave the page. */

import { HERE } from '../words.js';

/** @typedef {import('../types.js').PageView} PageView */

/**
 * An address without what may be private: only listed query keys, only `#/…` and `#!/…` fragments.
 * @param {string} address
 * @param {string} [query] keys whose values may be kept
 * @returns {string}
 */
function cleanAddress(address, query = '') {
  if (!/^https?:/.test(address)) return '';
  const url = new URL(address);
  for (const key of [...url.searchParams.keys()]) if (!query.split(/[\s,]+/).includes(key)) url.searchParams.delete(key);
  const [, start, route] = url.hash.match(/^(#!?)(\/.*)/) ?? [];
  url.hash = route ? start + cleanAddress(url.origin + route, query).slice(url.origin.length) : '';
  url.username = url.password = '';
  return url.href;
}

export class Pages {
  #settings;
  #tell;
  /** @type {Promise<void> | undefined} */ #fetched;
  /** @type {typeof import('../privacy.js').guard | undefined} */ #guard;

  /**
   * @param {import('../types.js').Settings} settings
   * @param {(page: PageView) => void} tell called when there is another page, or more to be told of this one
   */
  constructor(settings, tell) {
    this.#settings = settings;
    this.#tell = tell;
    this.here = this.look(document.referrer);
  }

  /** The visitor has gone to another page without leaving this one. */
  turn() {
    this.#arrive(this.look(this.here.url));
  }

  /**
   * The page as it is now. What hides parts of it is fetched where the page hides any; until it is here, all is hidden.
   * @param {string} referrer
   * @returns {PageView}
   */
  look(referrer) {
    const { host, data } = this.#settings;
    const careful = data.mask || document.querySelector('[data-chat-private]');
    if (careful) this.#fetched ??= this.#fetch(host, referrer);
    const closed = careful && !this.#guard;
    const view = {
      url: cleanAddress(closed ? location.origin : location.href, data.allowQuery),
      title: closed ? '' : document.title,
      referrer: closed ? '' : cleanAddress(referrer, data.allowQuery),
      language: document.documentElement.lang || navigator.language,
      screen: `${screen.width}x${screen.height}`,
      zone: HERE,
      at: Date.now(),
    };
    return careful && this.#guard ? this.#guard(view, data.mask) : view;
  }

  /**
   * @param {string} host
   * @param {string} referrer of the page that waits for it
   */
  async #fetch(host, referrer) {
    try {
      this.#guard = (await import(host + 'static/' + __PRIVACY__)).guard;
      this.#arrive(this.look(referrer));
    } catch {
      this.#fetched = undefined;
    }
  }

  /** @param {PageView} page */
  #arrive(page) {
    this.here = page;
    this.#tell(page);
  }
}
