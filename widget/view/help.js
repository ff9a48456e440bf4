/** Help on the home screen: articles for the page, a search, and one of them read in the place of the rest. */

import { make } from '../dom.js';
import { drawBlocks } from './blocks.js';

/** @typedef {{ id: string, title: string, text: string }} Row */

const FOR_PAGE = 3;
const FOUND = 6;
/** Between two letters of who types at ease. */
const PAUSE_MS = 250;
/** How long what stands below waits, so that it need not be pushed down. */
const PATIENCE_MS = 2_000;

export class Help {
  #frame;
  #session;
  #words;
  #base;
  #path = '';
  /** Whose plan the list is for. */ #proof = '';
  /** @type {HTMLInputElement} */ #field;
  #told = make('p', { class: 'note', role: 'status' });
  #list = make('ul');
  #any = false;
  #home = false;
  /** @type {HTMLElement | undefined} */ #reader;
  /** @type {HTMLElement | undefined} */ #from;
  element;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {import('../types.js').Settings} settings
   */
  constructor(frame, session, words, { host, site }) {
    this.#frame = frame;
    this.#session = session;
    this.#words = words;
    this.#base = `${host}api/articles/${site}`;
    this.#field = make('input', { type: 'search', 'aria-labelledby': 'help', maxlength: '100' });
    /** @type {ReturnType<typeof setTimeout>} */ let pause;
    this.#field.oninput = () => {
      clearTimeout(pause);
      pause = setTimeout(() => void this.#look(), PAUSE_MS);
    };
    this.element = make('div', { class: 'card help' }, make('h2', { id: 'help' }, words.say('widget.help')), this.#field, this.#told, this.#list);
    frame.read = (id) => this.#read(id);
    // Before the panel hears of it: Esc leaves the article first.
    frame.panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing || !this.#reader) return;
      event.stopPropagation();
      this.#back();
    }, true);
  }

  /**
   * @param {boolean} home whether the home screen is shown
   * @param {boolean} soon whether it will be, once the desk has answered: what came after it would push the rest down
   */
  update(home, soon) {
    const { proof, delivery } = this.#session;
    this.#home = home;
    // What only a plan may read does not outlast who was on it.
    if ((!home && this.#from) || (this.#proof && !proof)) this.#leave();
    this.element.hidden = !home || !this.#any;
    // Asked for by an address, so it must hold nothing that the page hides.
    const path = this.#session.pages.here.url.replace(/^https?:..[^/]*|[?#].*/g, '');
    if (!soon || delivery.barred || (path === this.#path && proof === this.#proof)) return;
    this.#path = path;
    this.#proof = proof;
    if (!this.#field.value) void this.#look();
  }

  /** Find what is written in the field; without that, what is for the page. */
  async #look() {
    const path = this.#path;
    const proof = this.#proof;
    const q = this.#field.value.trim();
    const { classList } = this.#frame.body;
    const show = () => classList.remove('asking');
    if (!this.#any) classList.add('asking');
    setTimeout(show, PATIENCE_MS);
    const answer = await this.#ask('', { path, q });
    show();
    // What was asked before is not shown over what is asked now.
    if (!answer || path !== this.#path || proof !== this.#proof || q !== this.#field.value.trim()) return;
    /** @type {Row[]} */
    const rows = answer.articles.slice(0, q ? FOUND : FOR_PAGE);
    if (!q) this.#any = rows.length > 0;
    this.element.hidden = !this.#home || !(this.#any || q);
    this.#told.textContent = q ? this.#words.say(rows.length ? 'widget.help.found' : 'widget.help.none', { count: rows.length }) : '';
    this.#list.replaceChildren(...rows.map(({ id, title, text }) => {
      const row = make('button', {}, title, make('div', { class: 'note' }, text));
      row.onclick = () => void this.#read(id, row);
      return make('li', {}, row);
    }));
  }

  /**
   * @param {string} id
   * @param {HTMLElement} [from] the row that was tapped, which is gone where nothing can be asked any more
   */
  async #read(id, from) {
    const article = await this.#ask('/' + id);
    if (!article || (from && this.element.hidden)) return;
    this.#leave();
    const title = make('h2', { tabindex: '-1' }, article.title);
    const back = make('button', { class: 'back' }, '← ' + this.#words.say('widget.help.back'));
    back.onclick = () => this.#back();
    this.#from = from;
    this.#reader = make('article', { lang: article.language }, back, title, ...drawBlocks(article.blocks));
    this.#frame.body.append(this.#reader);
    this.#frame.body.classList.add('reading');
    this.#frame.body.scrollTop = 0;
    title.focus({ preventScroll: true });
  }

  #back() {
    this.#leave();
    (this.#from ?? this.#frame.panel).focus();
  }

  #leave() {
    this.#reader?.remove();
    this.#reader = undefined;
    this.#frame.body.classList.remove('reading');
  }

  /**
   * No answer changes nothing: help that is away is missed by nobody who can write.
   * @param {string} path
   * @param {Record<string, string>} [query] empty ones count for nothing
   */
  async #ask(path, query) {
    try {
      const what = new URLSearchParams({ ...query, language: this.#words.language });
      const answer = await fetch(`${this.#base}${path}?${what}`, this.#proof ? { headers: { Authorization: 'Bearer ' + this.#proof } } : {});
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}
