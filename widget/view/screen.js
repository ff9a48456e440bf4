/** The panel: puts the parts together and shows each what concerns it. */

import css from '../styles/app.css';
import { make } from '../dom.js';
import { Composer } from './composer.js';
import { Header } from './header.js';
import { linesOf } from './lines.js';
import { Log } from './log.js';
import { greetingOf, noticeOf, stripOf } from './notices.js';

const STRIP_MS = 3_000;
const END_PX = 40;
const EDGE_PX = 16;
/** So many lines are drawn at first, and so many more whenever the oldest of them come near. */
const DRAWN = 60;
const NEAR_PX = 300;

export class Screen {
  #frame;
  #session;
  #words;
  #greeting = make('h1');
  #hint = make('p', { class: 'hint' });
  #intro = make('div', { class: 'intro' }, this.#greeting, this.#hint);
  #notice = make('p', { class: 'line notice' });
  #typing = make('p', { class: 'typing', hidden: '' });
  #strip = make('p', { class: 'strip', role: 'status', hidden: '' });
  /** All that is said and asked; other ways to reach the desk stand below it. */
  #thread = make('div', { class: 'thread' });
  #badge = make('b', { hidden: '' });
  #drawn = DRAWN;
  #tooLong = false;
  #away = false;
  #header;
  #log;
  /** @type {import('./beside.js').Beside | undefined} */ #beside;
  #composer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #awayTimer;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {import('../app/draft.js').Draft} draft
   */
  constructor(frame, session, words, draft) {
    this.#frame = frame;
    this.#session = session;
    this.#words = words;
    dress(frame, words);
    this.#header = new Header(words);
    const retry = (/** @type {string} */ cid) => {
      session.files?.wake(cid);
      void session.delivery.retry(cid);
    };
    this.#log = new Log(words.say('widget.you'), retry, (node, line) => this.#beside?.attach.draw(node, line));
    frame.panel.firstElementChild?.append(this.#header.element);
    frame.launcher.append(this.#badge);
    this.#thread.append(this.#intro, this.#log.element, this.#notice, this.#typing);
    frame.body.append(this.#thread);
    frame.form.before(this.#strip);
    this.#composer = new Composer(frame, draft, {
      say: (text) => {
        this.#scroll();
        return session.say(text);
      },
      attached: () => session.files?.waiting ?? 0,
      compose: (on) => session.compose(on),
      tooLong: (is) => {
        this.#tooLong = is;
        this.update();
      },
    });
    frame.body.addEventListener('scroll', () => {
      this.#read();
      this.#reach();
    }, { passive: true });
    document.addEventListener('visibilitychange', () => this.#read());
  }

  /** The panel has opened or closed. */
  show() {
    this.#frame.launcher.setAttribute('aria-expanded', String(this.#frame.isOpen));
    this.update();
    if (!this.#frame.isOpen) return;
    this.#composer.fit();
    this.#scroll();
  }

  /**
   * @param {typeof import('./beside.js').Beside} Beside
   * @param {import('../types.js').Settings} settings
   */
  complete(Beside, settings) {
    this.#beside = new Beside(this.#frame, this.#session, this.#words, settings);
    this.update();
  }

  /** Anything may have changed. */
  update() {
    const { body } = this.#frame;
    const { conversation, connection, decision } = this.#session;
    const atEnd = this.#below() < END_PX;
    const lines = linesOf(this.#session, this.#words);
    const empty = !lines.length;
    const loading = empty && !decision && !connection.stopped;
    this.#frame.panel.setAttribute('aria-label', this.#header.update(this.#session));
    this.#log.update(lines.slice(-this.#drawn));
    this.#intro.hidden = !empty || loading;
    body.classList.toggle('loading', loading);
    [this.#greeting.textContent, this.#hint.textContent] = greetingOf(this.#session, this.#words);
    this.#notice.textContent = noticeOf(this.#session, this.#words);
    this.#notice.hidden = empty || !this.#notice.textContent;
    this.#beside?.update(empty, loading);
    this.#showTyping();
    this.#showStrip();
    this.#count(conversation.unread);
    if (atEnd) this.#scroll();
  }

  #showTyping() {
    const { typing } = this.#session;
    this.#typing.hidden = !typing;
    this.#typing.textContent = this.#words.say('widget.typing', { name: typing });
  }

  /** A short drop is nobody's business: the strip comes after three seconds. */
  #showStrip() {
    const { connection } = this.#session;
    const away = !connection.ready && !connection.stopped;
    if (!away || !this.#frame.isOpen) {
      clearTimeout(this.#awayTimer);
      this.#awayTimer = undefined;
      this.#away = false;
    } else {
      this.#awayTimer ??= setTimeout(() => {
        this.#away = true;
        this.update();
      }, STRIP_MS);
    }
    const text = stripOf(this.#session, this.#words, { away: this.#away, tooLong: this.#tooLong });
    if (this.#strip.textContent !== text) this.#strip.textContent = text;
    this.#strip.hidden = !text;
  }

  /** @param {number} unread */
  #count(unread) {
    this.#badge.hidden = !unread;
    this.#badge.textContent = String(Math.min(unread, 99));
    const count = unread ? `, ${this.#words.say('widget.unread', { count: unread })}` : '';
    this.#frame.launcher.setAttribute('aria-label', this.#words.say('widget.launcher') + count);
  }

  #scroll() {
    queueMicrotask(() => {
      // Never upwards: who looks further down shall not be pulled back.
      this.#frame.body.scrollTop += Math.max(0, this.#below());
      this.#read();
    });
  }

  /** Whoever looks back far enough is shown more, and stays where they are. */
  #reach() {
    const { body } = this.#frame;
    const below = this.#below();
    if (body.scrollTop > NEAR_PX || this.#log.element.childElementCount < this.#drawn) return;
    this.#drawn += DRAWN;
    this.update();
    body.scrollTop += this.#below() - below;
  }

  /** How much of the thread's end is hidden under the edge, px. */
  #below() {
    const [thread, view] = [this.#thread, this.#frame.body].map((element) => element.getBoundingClientRect().bottom);
    return thread - view + EDGE_PX;
  }

  /** Seen means: panel open, page in front, end of the thread in view. */
  #read() {
    if (!this.#frame.isOpen || document.hidden || this.#below() > END_PX || !this.#session.conversation.unread) return;
    this.#session.markRead();
    this.#count(0);
  }
}

/**
 * Give the frame what the loader had no room for: the other style sheet, and names for those who do not see it.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {import('../words.js').Words} words
 */
function dress({ host, root, panel, launcher, input, show }, words) {
  host.lang = words.language;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const named = [['textarea', 'widget.composer'], ['.send', 'widget.send'], ['.shut', 'widget.close']];
  for (const [what, key] of named) panel.querySelector(what)?.setAttribute('aria-label', words.say(key));
  input.placeholder = words.say('widget.composer');
  launcher.setAttribute('aria-haspopup', 'dialog');
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) show(false);
  });
}
