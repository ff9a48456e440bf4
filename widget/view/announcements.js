/** What the desk wants everybody to know, over the thread; who has read a notice puts it away, for good. */

import { icon, make } from '../dom.js';

/** @typedef {import('../types.js').Notice} Notice */

const MOST_KEPT = 50;
/** What is put into a region that was there before is read out. */
const HEARD_MS = 99;

export class Announcements {
  #words;
  #key;
  #drawn = '';
  element;

  /**
   * @param {import('../words.js').Words} words
   * @param {string} site
   * @param {string} role what the whole of them is: a status is read out whenever it changes
   */
  constructor(words, site, role) {
    this.element = make('div', { class: 'announcements', role });
    this.#words = words;
    this.#key = `chatserver:${site}:read`;
  }

  /** @param {Notice[]} notices */
  update(notices) {
    const read = this.#read();
    const unread = notices.filter((notice) => !read.includes(mark(notice)));
    const wanted = JSON.stringify(unread);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    setTimeout(() => this.element.replaceChildren(...unread.map((notice) => this.#draw(notice))), HEARD_MS);
  }

  /** @param {Notice} notice */
  #draw(notice) {
    const close = make('button', { 'aria-label': this.#words.say('widget.notice.close') }, icon('M7 7l10 10M17 7L7 17'));
    close.onclick = () => {
      this.#keep(mark(notice));
      shown.remove();
    };
    const shown = make('div', { class: 'announcement' }, make('p', {}, notice.text, ...this.#link(notice)), close);
    return shown;
  }

  /** Only these schemes may be clicked (contract S3). @param {Notice} notice */
  #link({ url = '' }) {
    if (!/^https?:/i.test(url)) return [];
    return [' · ', make('a', { href: url, target: '_blank', rel: 'noreferrer nofollow' }, this.#words.say('widget.privacy.details'))];
  }

  /** @returns {string[]} */
  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? '[]');
    } catch {
      return [];
    }
  }

  /** @param {string} read */
  #keep(read) {
    try {
      localStorage.setItem(this.#key, JSON.stringify([...this.#read(), read].slice(-MOST_KEPT)));
    } catch {
      // Storage refused: it stays away as long as the page lasts, for nothing is drawn twice.
    }
  }
}

/** A notice whose text has changed is another one. @param {Notice} notice */
const mark = ({ key, text }) => key + text;
