/** What stands around the thread, none of it needed to write: where we answer, other ways to the desk, what some desks have. */

import desk from '../styles/desk.css';
import help from '../styles/help.css';
import { Attach } from './attach.js';
import { Capture } from './capture.js';
import { Channels } from './channels.js';
import { DeskParts } from './desk_parts.js';
import { Help } from './help.js';
import { More } from './more.js';
import { Rating } from './rating.js';
import { Waiting } from './waiting.js';

/** @typedef {import('../app/session.js').Session} Session */
/** @typedef {import('../types.js').Channel} Channel */

/** The policy lists the ways in the order of their help; under a promise only the first are shown. */
const URGENT = 4;

export class Beside {
  #frame;
  #session;
  #words;
  #site;
  attach;
  #capture;
  #channels;
  #waiting;
  #help;
  #more;
  #rating;
  /** @type {DeskParts | undefined} */ #parts;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {Session} session
   * @param {import('../words.js').Words} words
   * @param {import('../types.js').Settings} settings
   */
  constructor(frame, session, words, settings) {
    this.#frame = frame;
    this.#session = session;
    this.#words = words;
    this.#site = settings.site;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(desk + help);
    frame.root.adoptedStyleSheets = [...frame.root.adoptedStyleSheets, sheet];
    this.attach = new Attach(frame, session, words, settings);
    this.#capture = new Capture(session, words, settings.host);
    this.#channels = new Channels(words);
    this.#waiting = new Waiting(frame, session, words);
    this.#help = new Help(frame, session, words, settings);
    this.#more = new More({ frame, session, words, settings, capture: this.#capture });
    this.#rating = new Rating(session, words, this.#more);
    frame.body.querySelector('.thread')?.append(this.#capture.element, this.#rating.element);
    frame.body.append(this.#help.element, this.#channels.element);
    // Our own page, where the links in mails lead.
    if (location.href.startsWith(settings.host + 'chat/')) void this.#fill(settings.site);
  }

  /**
   * @param {boolean} empty whether nothing has been said yet
   * @param {boolean} loading whether the desk has not answered yet
   */
  update(empty, loading) {
    const home = empty && !loading;
    this.#capture.update();
    this.attach.update();
    const byMail = !this.#capture.element.hidden;
    const { desk } = this.#session;
    const title = this.#words.say(home ? 'widget.channels' : 'widget.channels.urgent');
    this.#channels.update(home ? (desk?.channels ?? []) : byMail ? urgent(this.#session) : [], title);
    this.#waiting.update();
    this.#more.update();
    this.#rating.update();
    const { isOpen } = this.#frame;
    if (desk && isOpen) this.#parts ??= new DeskParts(this.#frame, this.#session, this.#words, this.#site);
    this.#parts?.update(home, byMail);
    this.#help.update(home && isOpen, empty && isOpen);
  }

  /** @param {string} site */
  async #fill(site) {
    const { host, words } = await import(new URL(__HOSTED__, import.meta.url).href);
    this.#words.add(words);
    host(this.#frame, this.#session, this.#words, site);
  }
}

/**
 * The ways that work now, or the first of the policy's list; then what it keeps for urgent matters.
 * @param {Session} session
 * @returns {Channel[]}
 */
function urgent({ desk, decision }) {
  const channels = desk?.channels ?? [];
  const named = new Map(channels.map((channel) => [channel.href, channel]));
  const open = (decision?.alternatives ?? []).filter(({ href }) => href);
  const ways = open.map(({ label, href = '' }) => named.get(href) ?? { key: href, name: '', href, label });
  const first = ways.length ? ways : channels.slice(0, URGENT);
  return [...first, ...channels.filter((channel) => channel.urgent && !first.includes(channel))];
}
