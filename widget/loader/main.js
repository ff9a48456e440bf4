/** widget.js: a classic script, so that one tag is enough. Costs the page nothing but itself until it is used. */

import { colourRule } from './colour.js';
import { drawFrame } from './frame.js';

/** @typedef {import('../types.js').Language} Language */
/** @typedef {{ obey(calls: [string, unknown][]): void }} App */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const data = script.dataset;
const site = data.site ?? '';
const name = data.global || 'chatserver';
// The page's address must not leak into ours: a relative import() from another origin would throw.
const host = new URL('.', script.src).href;
const files = host + 'static/';
const globals = /** @type {Record<string, any>} */ (/** @type {unknown} */ (window));

/** @returns {Language} */
function chooseLanguage() {
  const wishes = [data.lang, document.documentElement.lang, ...navigator.languages];
  const found = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((wish) => __PARTS__[/** @type {Language} */ (wish)]);
  return /** @type {Language} */ (found ?? 'vi');
}

/**
 * The app, in its words, and at the same time what stands beside it, so that nothing waits for a second round; that is
 * asked for again by the app if it fails. A cached loader may outlive the files it names: then a fresh one tells the app's.
 * @param {Language} language
 * @returns {Promise<{ start: (settings: object, frame: object, calls: [string, unknown][]) => Promise<App> }>}
 */
function fetchApp(language) {
  const [app, extras] = __PARTS__[language].map((file) => import(files + file));
  extras.catch(() => {});
  // A browser remembers a failed import under its address; the query makes another one.
  return app.catch(async () => import(files + (await (await fetch(script.src, { cache: 'reload' })).text()).match(`app-${language}-\\w+.js`) + '?again'));
}

function begin() {
  const language = chooseLanguage();
  const words = __LOADER_WORDS__[language];
  const frame = drawFrame((key) => words[key], {
    left: data.position === 'left',
    launcher: data.launcher !== 'none',
    rule: colourRule(data.color),
  });
  const settings = { site, host, language, data };
  /** @type {ReturnType<typeof fetchApp> | undefined} */
  let file;
  /** @type {Promise<App> | undefined} */
  let app;
  /** @type {[string, unknown][]} */
  const calls = [];
  const prefetch = () => (file ??= fetchApp(language));
  // What has failed is tried again at the next tap.
  const failed = () => (file = app = undefined);
  const start = () => (app ??= prefetch().then((module) => module.start(settings, frame, calls))).catch(failed);
  const { launcher } = frame;
  // Whoever reaches for it is likely to tap.
  launcher.onpointerenter = launcher.onfocus = launcher.ontouchstart = () => void prefetch().catch(failed);
  frame.onchange = start;

  /**
   * What needs no app is done at once; the rest waits for it.
   * @param {string} verb
   * @param {unknown} [value]
   */
  const command = (verb, value) => {
    if (/^(open|close|toggle)$/.test(verb)) frame.show(verb === 'toggle' ? !frame.isOpen : verb === 'open');
    else calls.push([verb, value]);
    if (app) void start().then((started) => started?.obey(calls));
    else if (verb === 'shutdown') resume(start, 0);
  };
  /** @type {[string, unknown][]} */
  const early = globals[name]?.q ?? [];
  command.site = site;
  globals[name] = command;
  document.documentElement.append(frame.host);
  for (const call of early) command(...call);
  resume(start, 1);
}

/**
 * Only a browser that has something to wait for connects by itself, when the page is idle.
 * @param {() => void} start
 * @param {number} least 1; or 0 where the widget has been used at all, and there may be something to forget
 */
function resume(start, least) {
  try {
    if (localStorage['chatserver:' + site] >= least) (window.requestIdleCallback ?? setTimeout)(start, /** @type {any} */ ({ timeout: 2000 }));
  } catch {
    // Storage refused: this browser can hold nothing to come back to.
  }
}

// Two snippets on one page: the first one stands.
if (!globals[name]?.site) begin();
