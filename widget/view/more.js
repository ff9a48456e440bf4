/** The header's "⋯"; what it opens is fetched with the first press. */

import { icon, make } from '../dom.js';

export class More {
  #home;
  /** @type {import('../menu/menu.js').Menu | undefined} */ #menu;

  /** @param {import('../menu/menu.js').Surroundings} home */
  constructor(home) {
    const { frame, words } = home;
    this.#home = home;
    const button = make('button', { class: 'more', 'aria-label': words.say('widget.menu'), 'aria-haspopup': 'menu' }, icon('M4 12h2m5 0h2m5 0h2'));
    frame.panel.querySelector('.shut')?.after(button);
    button.onclick = () => void this.load().then(({ Menu }) => (this.#menu ??= new Menu(button, home)).toggle());
  }

  /** Fetch what is rarely wanted, with its words. @returns {Promise<typeof import('../menu.js')>} */
  async load() {
    const url = new URL(__MENU__, import.meta.url).href;
    // A browser remembers what has failed under its address.
    const arrived = await import(url).catch(() => import(url + '?' + Date.now()));
    this.#home.words.add({ ...arrived.words, ...this.#home.settings.words });
    return arrived;
  }

  /** Anything may have changed. */
  update() {
    this.#menu?.update();
  }
}
