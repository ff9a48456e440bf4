/** What the desk wants everybody to know, over the thread; who has read a notice puts it away, for good. */

import { icon, make } from '../dom.js';

/** @typedef {import('../types.js').Notice} Notice */

const MOST_KEPT = 50;

export class Announcements {
  #words;
  #key;
  /** @type {Notice[]} */ #notices = [];
  #drawn = '';
  element = make('div', { class: 'announcements' });

  /**
   * @param {import('../words.js').Words} words
   * @param {string} site
   */
  constructor(words, site) {
    this.#words = words;
    this.#key = `chatserver:${site}:read`;
  }

  /** @param {Notice[]} notices */
  update(notices) {
    this.#notices = notices;
    const read = this.#read();
    const unread = notices.filter((notice) => !read.includes(mark(notice)));
    this.element.hidden = !unread.length;
    const wanted = JSON.stringify(unread);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.element.replaceChildren(...unread.map((notice) => this.#draw(notice)));
  }

  /** @param {Notice} notice */
  #draw(notice) {
    const close = make('button', { type: 'button', 'aria-label': this.#words.say('widget.notice.close') }, icon('M7 7l10 10M17 7L7 17'));
    close.onclick = () => {
      this.#keep(mark(notice));
      this.update(this.#notices);
    };
    return make('div', { class: 'announcement', role: 'note' }, make('p', {}, notice.text), close);
  }

  /** @returns {string[]} */
  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? '[]');
    } catch {
      return this.#here;
    }
  }

  /** Where the browser keeps nothing, as long as the page lasts. @type {string[]} */
  #here = [];

  /** @param {string} read */
  #keep(read) {
    this.#here = [...this.#read(), read].slice(-MOST_KEPT);
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#here));
    } catch {
      // Storage refused.
    }
  }
}

/** A notice whose text has changed is another one. @param {Notice} notice */
const mark = ({ key, text }) => `${key}:${text.length}:${text.slice(0, 40)}`;
