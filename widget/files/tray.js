/** What is chosen and not yet sent, over the field. */

import css from '../styles/files.css';
import { icon, make } from '../dom.js';
import { drawFile } from './draw.js';

/** @typedef {import('../words.js').Words} Words */

export class Tray {
  #words;
  #remove;
  #drawn = '';
  #list = make('ul');
  #note = make('p', { class: 'fault', role: 'status' });
  #element = make('div', { class: 'tray', hidden: '' }, this.#list, this.#note);

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {Words} words
   * @param {(id: string) => void} remove
   */
  constructor({ root, form }, words, remove) {
    this.#words = words;
    this.#remove = remove;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    form.before(this.#element);
  }

  /** @param {string} text what had to be left out, or '' */
  note(text) {
    this.#note.textContent = text;
  }

  /** @param {import('./upload.js').Upload[]} chosen */
  update(chosen) {
    this.#element.hidden = !chosen.length && !this.#note.textContent;
    const wanted = JSON.stringify(chosen.map((one) => [one.id, this.#stateOf(one), !!one.preview]));
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#list.replaceChildren(...chosen.map((one) => this.#draw(one)));
    try {
      sessionStorage['chatserver:files'] = chosen.length || '';
    } catch {
      // Storage refused: the tray ends with the page.
    }
  }

  /** @param {import('./upload.js').Upload} upload */
  #draw(upload) {
    const { id, name, info, fault, preview } = upload;
    const state = make('small', {}, this.#stateOf(upload));
    const drawn = drawFile(info, '', this.#words.language, preview);
    return make('li', { class: fault && 'fault' }, drawn, state, remover(name, this.#words, () => this.#remove(id)));
  }

  /** @param {import('./upload.js').Upload} upload */
  #stateOf({ fault, broken, file, percent }) {
    return fault || (broken ? this.#words.say('widget.file.interrupted') : file ? '' : `${percent} %`);
  }
}

/**
 * The button that takes a file back.
 * @param {string} name
 * @param {Words} words
 * @param {() => void} act
 */
export function remover(name, words, act) {
  const button = make('button', { class: 'remove', 'aria-label': words.say('widget.file.remove', { name }) }, icon('M9 9l6 6M15 9l-6 6'));
  button.onclick = act;
  return button;
}
