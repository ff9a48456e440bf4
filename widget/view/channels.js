/** The other ways to reach the desk. */

import { make } from '../dom.js';

/** @typedef {import('../types.js').Channel} Channel */

export class Channels {
  #words;
  #title = make('h2');
  #list = make('ul');
  #drawn = '';
  element = make('div', { class: 'card' }, this.#title, this.#list);

  /** @param {import('../words.js').Words} words */
  constructor(words) {
    this.#words = words;
  }

  /**
   * @param {Channel[]} channels nothing to list hides the card
   * @param {string} title
   */
  update(channels, title) {
    this.element.hidden = !channels.length;
    this.#title.textContent = title;
    const wanted = JSON.stringify(channels);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#list.replaceChildren(...channels.map((channel) => this.#draw(channel)));
  }

  /** @param {Channel} channel */
  #draw({ name, href, label, note = '', open }) {
    const away = href.startsWith('http');
    const state = open == null ? [] : [this.#state(open)];
    // A number or an address says it best itself; a link has its name.
    const [title, ...below] = [away ? '' : label, name, note].filter(Boolean);
    const rows = [make('div', { class: 'row' }, make('span', {}, title ?? label), ...state), make('div', { class: 'note' }, below.join(' · '))];
    // An address of the policy; still, only these schemes may be clicked (contract S3).
    if (!/^(https?|mailto|tel):/.test(href)) return make('li', {}, make('div', {}, ...rows));
    /** @type {Record<string, string>} */
    const how = away ? { target: '_blank', rel: 'noopener noreferrer' } : {};
    return make('li', {}, make('a', { href, ...how }, ...rows));
  }

  /** @param {boolean} open */
  #state(open) {
    const words = this.#words.say(open ? 'widget.channel.open' : 'widget.channel.closed');
    return make('span', { class: open ? 'status present' : 'status' }, make('i'), words);
  }
}
