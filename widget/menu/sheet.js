/** Something longer than a sentence, in the place of the thread; the way back is its button, or Esc. */

import { icon, make } from '../dom.js';

export class Sheet {
  #frame;
  #from;
  #title = make('h2', { id: 'sheet', tabindex: '-1' });
  #content = make('div', { class: 'scroll' });
  #element;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../words.js').Words} words
   * @param {HTMLElement} from who has the focus again after it
   */
  constructor(frame, words, from) {
    this.#frame = frame;
    this.#from = from;
    const back = make('button', { type: 'button', 'aria-label': words.say('widget.menu.back') }, icon('M14 6l-6 6 6 6'));
    this.#element = make('div', { class: 'sheet', role: 'region', 'aria-labelledby': 'sheet' }, make('div', { class: 'row' }, back, this.#title), this.#content);
    back.onclick = () => this.close();
  }

  /** Whether it is to be seen. */
  get shown() {
    return this.#element.isConnected;
  }

  /**
   * @param {string} title
   * @param {...(Node | string)} content
   */
  show(title, ...content) {
    this.#title.textContent = title;
    this.#content.replaceChildren(...content);
    this.#content.scrollTop = 0;
    if (!this.shown) this.#frame.root.addEventListener('keydown', this.#key, true);
    for (const part of this.#frame.panel.children) part.toggleAttribute('inert', true);
    this.#frame.panel.append(this.#element);
    this.#title.focus({ preventScroll: true });
  }

  /** Back to the talk. */
  close() {
    if (!this.shown) return;
    this.#frame.root.removeEventListener('keydown', this.#key, true);
    this.#element.remove();
    for (const part of this.#frame.panel.children) part.toggleAttribute('inert', false);
    if (this.#frame.isOpen) this.#from.focus({ preventScroll: true });
  }

  /** @param {Event} event */
  #key = (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== 'Escape' || /** @type {KeyboardEvent} */ (event).isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  };
}
