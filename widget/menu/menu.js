/** The menu itself: opens under its button, by pointer and keyboard (ARIA Authoring Practices, menu button). */

import css from '../styles/menu.css';
import { make } from '../dom.js';
import { entries } from './entries.js';
import { Sheet } from './sheet.js';
import { Turns } from './turns.js';

/** @typedef {import('./entry.js').Entry} Entry */
/** @typedef {Omit<import('./entry.js').Home, 'sheet' | 'tell' | 'turns'>} Surroundings */

const TOLD_MS = 8_000;

export class Menu {
  #frame;
  #session;
  #secret;
  #button;
  #told = make('p', { class: 'strip told', role: 'status', hidden: '' });
  #list = make('div', { class: 'menu', role: 'menu', hidden: '' });
  /** @type {Entry[]} */ #entries;
  #sheet;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /**
   * @param {HTMLElement} button
   * @param {Surroundings} surroundings
   */
  constructor(button, surroundings) {
    const { frame, session, words } = surroundings;
    this.#frame = frame;
    this.#session = session;
    this.#secret = session.secret;
    this.#button = button;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    frame.root.adoptedStyleSheets = [...frame.root.adoptedStyleSheets, sheet];
    this.#list.setAttribute('aria-label', words.say('widget.menu'));
    this.#sheet = new Sheet(frame, words, button);
    const turns = new Turns(session);
    const home = { ...surroundings, turns, sheet: this.#sheet, tell: (/** @type {string} */ text) => this.#tell(text) };
    this.#entries = entries.map((entry) => entry(home));
    button.after(this.#list);
    frame.form.before(this.#told);
  }

  /** Open it, or close it again. */
  toggle() {
    if (!this.#list.hidden) return this.#close();
    // Nobody knows yet whose the talk is.
    if (this.#frame.body.hidden) return;
    this.#list.replaceChildren(...this.#entries.filter((entry) => !entry.hidden).map((entry) => this.#draw(entry)));
    this.#show(true);
    this.#move(0);
  }

  /** Anything may have changed. */
  update() {
    const { secret } = this.#session;
    // What was shown to one person is not for the next.
    if (!this.#frame.isOpen || secret !== this.#secret) {
      this.#secret = secret;
      this.#show(false);
      this.#sheet.close();
    }
    for (const entry of this.#entries) entry.update?.();
  }

  /** @param {Entry} entry */
  #draw(entry) {
    const item = make('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, entry.label);
    item.onclick = () => {
      this.#close();
      void entry.choose();
    };
    return item;
  }

  #close() {
    this.#show(false);
    this.#button.focus({ preventScroll: true });
  }

  /** @param {boolean} open */
  #show(open) {
    this.#list.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
    // On the root, before the panel hears it: our own page lets nothing of Esc through to there.
    const listen = open ? 'addEventListener' : 'removeEventListener';
    this.#frame.root[listen]('keydown', this.#key, true);
    document[listen]('pointerdown', this.#aside, true);
  }

  /** @param {Event} event */
  #key = (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (key === 'Tab') return this.#close(); // and on to what follows the button
    const items = /** @type {HTMLElement[]} */ ([...this.#list.children]);
    const at = items.indexOf(/** @type {HTMLElement} */ (this.#frame.root.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
    if (to === undefined && key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) this.#close();
    else this.#move(to);
  };

  /** @param {Event} event somebody presses elsewhere */
  #aside = (event) => {
    const path = event.composedPath();
    if (!path.includes(this.#list) && !path.includes(this.#button)) this.#show(false);
  };

  /** @param {number} to which item; beyond the last comes the first */
  #move(to) {
    const items = /** @type {HTMLElement[]} */ ([...this.#list.children]);
    items.at(to % items.length)?.focus({ preventScroll: true });
  }

  /** @param {string} text '' = nothing any more */
  #tell(text) {
    clearTimeout(this.#timer);
    this.#told.hidden = !text;
    this.#told.textContent = text;
    if (text) this.#timer = setTimeout(() => this.#tell(''), TOLD_MS);
  }
}
