/** What the page has said of itself and of the visitor; an app that comes later hears it too. */

import { plain } from './checks.js';

/** @typedef {import('../types.js').Running} Running */

export class Said {
  #home;
  #failed;
  /** What holds until it is said anew; who has said nothing is not in it. @type {{ identify?: unknown, track?: object, signin?: () => void }} */ #standing = {};
  /** Who has heard it. @type {Running | undefined} */ #heard;
  /** @type {Promise<import('../app/person.js').Person> | undefined} */ #person;

  /**
   * @param {import('../types.js').Home} home
   * @param {() => void} failed the visitor could not be identified
   */
  constructor(home, failed) {
    this.#home = home;
    this.#failed = failed;
  }

  /** @param {unknown} given a token, a function that gives a fresh one, or null: nobody is signed in */
  identify(given) {
    if (given && !/function|string/.test(typeof given)) throw new TypeError('give a token, a function that gives one, or null');
    this.#standing.identify = given ?? null;
    // An app that starts now shows and sends nothing before it has heard.
    this.#home.barred = true;
    if (this.#hears()) void this.#identify();
  }

  /** @param {unknown} context */
  track(context) {
    if (context === null || typeof context !== 'object') throw new TypeError('a context is an object of flat names');
    this.#standing.track = plain(context);
    this.#hears()?.session.describe(plain(context));
  }

  /** @param {unknown} callback */
  signin(callback) {
    if (callback && typeof callback !== 'function') throw new TypeError('nobody to call back');
    this.#standing.signin = /** @type {(() => void) | undefined} */ (callback ?? undefined);
    const session = this.#hears()?.session;
    if (session) session.signIn = this.#standing.signin;
    session?.hear({});
  }

  /** All of it is taken back, and what the browser keeps of the visitor goes. */
  async shutdown() {
    const home = this.#home;
    this.#standing = {};
    home.barred = false;
    if (!home.app && !wasUsed(home.settings?.site)) return;
    home.start?.();
    await home.app;
    if (this.#hears()) await (await this.#ask())?.shutdown();
  }

  /** Another app may be there. */
  told() {
    if (this.#heard === this.#home.running) return;
    this.#heard = this.#home.running;
    void this.#person?.then((person) => person.leave(), () => {});
    this.#person = undefined;
    if (!this.#heard) return;
    const { session } = this.#heard;
    const { track, signin } = this.#standing;
    if (track) session.describe(/** @type {import('../types.js').Context} */ (track));
    session.signIn = signin;
    if ('identify' in this.#standing) void this.#identify();
  }

  /** The app, when it has heard all that was said before. */
  #hears() {
    return this.#heard === this.#home.running ? this.#heard : undefined;
  }

  async #identify() {
    const { identify } = this.#standing;
    await (await this.#ask())?.identify(identify);
  }

  /** Whoever the page's server says the visitor is; undefined when that part cannot be fetched. */
  async #ask() {
    const { frame, running, settings, host } = this.#home;
    if (!frame || !running || !settings) return undefined;
    const { session, words, draft } = running;
    try {
      return await (this.#person ??= import(host + 'static/' + __IDENTITIES__[settings.language]).then((arrived) => {
        words.add({ ...arrived.words, ...settings.words });
        const own = { site: settings.site, draft: draft.key, failed: words.say('widget.identity_failed') };
        return new arrived.Person(session, frame, own, this.#failed);
      }));
    } catch (fault) {
      console.error('chatserver:', fault);
      this.#person = undefined;
      frame.body.hidden = session.delivery.barred = false;
      session.delivery.resume();
      this.#failed();
      return undefined;
    }
  }
}

/**
 * Whether the widget has been used in this browser, and there may be something to forget.
 * @param {string} [site]
 */
function wasUsed(site) {
  try {
    return localStorage['chatserver:' + site] >= 0;
  } catch {
    return false;
  }
}
