/** The header's "⋯"; what it opens is fetched with the first press. */

import { icon, make } from '../dom.js';

export class More {
  /** @type {import('../menu/menu.js').Menu | undefined} */ #menu;

  /** @param {import('../menu/menu.js').Surroundings} home */
  constructor(home) {
    const { frame, words } = home;
    const name = words.say('widget.menu');
    const button = make('button', { type: 'button', class: 'more', 'aria-label': name, 'aria-haspopup': 'menu', 'aria-expanded': 'false' }, icon('M5 12h.1m6.9 0h.1m6.8 0h.1'));
    frame.panel.querySelector('.shut')?.after(button);
    let again = '';
    button.onclick = async () => {
      try {
        const { Menu, words: rest } = await import(new URL(__MENU__ + again, import.meta.url).href);
        words.add(rest);
        (this.#menu ??= new Menu(button, home)).toggle();
      } catch {
        again ||= '?again'; // the next press asks anew
      }
    };
  }

  /** Anything may have changed. */
  update() {
    this.#menu?.update();
  }
}
