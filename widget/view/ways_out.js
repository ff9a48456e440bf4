/** Why a department does not take this visitor, and who does: nobody is left at a closed door. */

import { make } from '../dom.js';

/** @typedef {import('../types.js').WayOut} WayOut */

export class WaysOut {
  #words;
  #choose;
  #signIn;
  #reason = make('h2');
  #list = make('div', { class: 'ways' });
  #drawn = '';
  element = make('div', { class: 'card refused', role: 'status' }, this.#reason, this.#list);

  /**
   * @param {import('../words.js').Words} words
   * @param {(department: string) => void} choose
   * @param {() => (() => void) | undefined} signIn how the page lets people sign in, if it has said so
   */
  constructor(words, choose, signIn) {
    this.#words = words;
    this.#choose = choose;
    this.#signIn = signIn;
  }

  /** @param {import('../types.js').Decision | undefined} decision the one that refuses, if one does */
  update(decision) {
    this.element.hidden = !decision;
    const { explanation = '', alternatives = [] } = decision ?? {};
    const ways = alternatives.filter(({ way }) => way !== 'sign_in' || this.#signIn());
    const wanted = JSON.stringify([explanation, ways]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#reason.textContent = explanation;
    this.#list.replaceChildren(...ways.map((way) => this.#draw(way)));
  }

  /** @param {WayOut} way */
  #draw({ way, label, href = '', department = '' }) {
    if (/^(https?|mailto|tel):/.test(href)) {
      /** @type {Record<string, string>} */
      const how = href.startsWith('http') ? { target: '_blank', rel: 'noopener noreferrer' } : {};
      return make('a', { href, ...how }, way === 'phone' ? this.#words.say('widget.way.call', { label }) : label);
    }
    const button = make('button', {}, department ? this.#words.say('widget.way.department', { label }) : label);
    button.onclick = () => (department ? this.#choose(department) : this.#signIn()?.());
    return button;
  }
}
