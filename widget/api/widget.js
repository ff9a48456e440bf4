/** The widget as a page's script sees it: drawn as it wishes, with what the page has said, and what it listens for. */

import { wishesOf } from './checks.js';
import { describe } from './debug.js';
import { Events } from './events.js';
import { Look } from './look.js';
import { Mount } from './mount.js';
import { OwnLauncher } from './own_launcher.js';
import { Prefill } from './prefill.js';
import { Said } from './said.js';
import { shortNames } from './texts.js';

/** @typedef {import('../types.js').Wishes} Wishes */

/** What an app that runs cannot take up: another one takes its place. */
const ANEW = /** @type {const} */ (['site', 'lang', 'allowQuery', 'mask', 'texts']);

export class Widget {
  #home;
  /** @type {Wishes} */ #wishes = {};
  #look = new Look();
  /** @type {Mount | undefined} */ #mount;
  /** @type {OwnLauncher | undefined} */ #launcher;
  #prefill;
  /** @type {import('../types.js').Running | undefined} */ #followed;
  /** What must be done anew as soon as nobody is disturbed by it. */ #stale = false;
  events;
  said;

  /** @param {import('../types.js').Home} home */
  constructor(home) {
    this.#home = home;
    this.events = new Events(home);
    this.said = new Said(home, () => this.events.tell('error', { code: 'identity' }));
    this.#prefill = new Prefill(home);
    home.told = () => this.#told();
    if (home.settings) {
      const { global: _, ...wishes } = /** @type {Wishes & { global?: string }} */ (home.settings.data);
      this.#wishes = { ...wishes };
      this.#attend();
    }
  }

  /** What has been drawn. */
  get frame() {
    const { frame } = this.#home;
    if (!frame) throw new Error("there is no widget yet: call chatserver('boot', { site: … }) first");
    return frame;
  }

  /**
   * Be there, for a page whose tag names no site; on a page where the widget is, the same as `update` and `show`.
   * @param {unknown} given
   */
  async boot(given) {
    const wishes = wishesOf(given ?? {});
    if (this.#home.frame) {
      await this.update(wishes);
      return this.showLauncher(true);
    }
    if (!wishes.site) throw new TypeError('site is missing');
    this.#wishes = wishes;
    await this.#draw();
  }

  /**
   * Other settings, at once where nothing is drawn anew; else as soon as the visitor is not writing.
   * @param {unknown} given
   */
  async update(given) {
    const wishes = wishesOf(given);
    const { frame } = this;
    const before = this.#wishes;
    this.#wishes = { ...before, ...wishes };
    if (ANEW.some((name) => JSON.stringify(this.#wishes[name]) !== JSON.stringify(before[name]))) {
      this.#stale = true;
      await this.#renew();
    }
    if ('launcher' in wishes) this.frame.launcher.hidden = !!wishes.launcher;
    if (this.#home.frame === frame) this.#dress();
  }

  /** Nobody is here any more: what this browser and this page know of the visitor is gone. */
  async shutdown() {
    this.#prefill.forget();
    await this.said.shutdown();
    this.#told();
  }

  /** @param {boolean} shown */
  showLauncher(shown) {
    const { frame } = this;
    if (!shown) frame.show(false);
    frame.launcher.hidden = !shown || !!this.#wishes.mount;
  }

  /** @param {unknown} wanted */
  prefill(wanted) {
    this.#prefill.want(wanted);
  }

  /** @param {unknown} id */
  async openArticle(id) {
    if (!/^[\w-]+$/.test(String(id ?? ''))) throw new TypeError('an article is named by its id');
    const { frame } = this;
    frame.show(true);
    const read = await this.events.until(() => frame.read);
    const shown = () => frame.body.querySelector('article');
    const before = shown();
    await read(String(id));
    if (shown() === before) throw new Error(`there is no article '${String(id)}'`);
  }

  /** What may be told to whoever helps with the page. */
  debug() {
    return describe(this.#home);
  }

  async #draw() {
    const shorten = this.#wishes.texts && (await shortNames(this.#home.host));
    const { frame: old, draw } = this.#home;
    draw(this.#wishes);
    const { settings, frame } = this.#home;
    if (!settings || !frame) return;
    const { lang, texts } = { ...this.#wishes, lang: settings.language };
    settings.words = shorten?.(texts?.[lang] ?? {});
    if (old) {
      frame.input.value = old.input.value;
      frame.launcher.hidden = old.launcher.hidden;
      old.host.remove();
    }
    this.#attend();
  }

  /** A frame is there: dress it, and hear of what happens to it. */
  #attend() {
    const { frame } = this;
    const { show } = frame;
    frame.show = (open) => {
      show(open);
      this.#told();
    };
    frame.input.addEventListener('blur', () => void this.#renew());
    this.#dress();
    this.#told();
  }

  #dress() {
    const { frame } = this;
    const { mount, launcher } = this.#wishes;
    this.#look.wear(frame, this.#wishes, this.#home.settings?.words);
    this.#launcher?.leave();
    this.#launcher = launcher && launcher !== 'none' ? new OwnLauncher(frame, launcher) : undefined;
    if (this.#mount?.holds(frame, mount)) return;
    this.#mount?.leave();
    this.#mount = mount ? new Mount(this.#home, frame, mount) : undefined;
  }

  /** An app has taken the frame over: its panel may be closed by keys that it alone hears. */
  #follow() {
    const { running, frame } = this.#home;
    if (!frame || running === this.#followed) return;
    this.#followed = running;
    const { onchange } = frame;
    frame.onchange = () => {
      onchange();
      this.#told();
    };
  }

  /** Another app takes the place of this one, when nothing is being written or sent. */
  async #renew() {
    const { app, running, frame } = this.#home;
    if (!this.#stale || !frame || (app && !running) || isBusy(this.#home)) return;
    this.#stale = false;
    const open = frame.isOpen;
    running?.leave();
    this.#home.running = this.#home.app = undefined;
    await this.#draw();
    if (!open || this.#wishes.mount) return;
    this.frame.panel.hidden = false; // as it was: nobody has asked for the focus
    this.frame.onchange();
  }

  #told() {
    this.#follow();
    this.#look.follow();
    this.#launcher?.told();
    this.said.told();
    this.#prefill.told();
    this.events.told();
    if (this.#stale) void this.#renew();
  }
}

/**
 * Whether something would be lost, or somebody disturbed.
 * @param {import('../types.js').Home} home
 */
function isBusy({ frame, running }) {
  if (frame?.isOpen && frame.root.activeElement === frame.input && document.hasFocus()) return true;
  if (!running) return false;
  const { session } = running;
  return !session.kept || !!session.files?.waiting || session.delivery.outbox.entries.some(({ waits }) => waits);
}
