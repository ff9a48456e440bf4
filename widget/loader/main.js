/** widget.js: a classic script, so that one tag is enough. Costs the page nothing but itself until it is used. */

import { drawFrame } from './frame.js';

/** @typedef {import('../types.js').Call} Call */
/** @typedef {import('../types.js').Language} Language */

// A manager of tags may run us from a copy; then the tag is found by what it loads. Never anything but a script: an
// image named "currentScript", or with our file's name, may be a stranger's words on the page (DOM clobbering).
const script = /** @type {HTMLScriptElement} */ (document.currentScript?.closest('script') ?? document.querySelector('script[src$="/widget.js"]'));
const tag = script.dataset;
const name = tag.global || 'chatserver';
// The page's address must not leak into ours: a relative import() from another origin would throw.
const host = new URL('.', script.src).href;
const globals = /** @type {Record<string, any>} */ (/** @type {unknown} */ (self));

/**
 * A part of the widget, and at the same time what stands beside it, so that nothing waits for a second round; the app asks
 * again if that fails. A cached loader may outlive the file it names, and a browser remembers a failed import under its
 * address: the name without a hash leads to the newest one, under another address; a pinned loader finds none there.
 * @param {Language | 'api'} part the app in a language, or what pages may ask
 */
const fetchPart = (part) => {
  const load = (/** @type {string} */ file) => import(`${host}static/${file}-${__BUILD__}.js`);
  const wanted = load('app-' + part);
  // A small screen as in frame.css, that the panel fills.
  const beside = part === 'api' ? [] : matchMedia('(max-width:480px),(max-height:480px)').matches ? ['phone', 'extras-' + part] : ['extras-' + part];
  for (const file of beside) load(file).catch(() => {});
  return wanted.catch(() => import(script.src.replace(/.*\/widget/, `${host}static/app-${part}`) + '?'));
};

/**
 * Show the launcher, and start the app when somebody uses it.
 * @param {import('../types.js').Wishes} wishes
 */
function draw(wishes) {
  const wanted = String([wishes.lang, document.documentElement.lang, navigator.languages, 'vi']);
  const language = /** @type {Language} */ (/** @type {any} */ (/\b(?<!-)(vi|en)/i.exec(wanted))[0].toLowerCase());
  const frame = (home.frame = drawFrame(__LAUNCHER__[language], wishes));
  const { launcher } = frame;
  home.settings = /** @type {import('../types.js').Settings} */ ({ site: wishes.site, host, language, data: wishes });
  // What has failed is tried again at the next tap.
  frame.onchange = home.start = () => (home.app ??= fetchPart(language).then((module) => module.start(home, frame))).catch(() => (home.app = undefined));
  // Whoever reaches for it is likely to tap.
  launcher.onpointerenter = launcher.onfocus = () => fetchPart(language).catch(() => {});
  // At the end, outside of `body`. Some frameworks render the whole document anew, also long after it was loaded.
  const stay = () => /** @type {any} */ (home.frame).host.isConnected || document.documentElement.append(/** @type {any} */ (home.frame).host);
  stay();
  home.staying ??= setInterval(stay, 999);
  try {
    // Only a browser that has something to wait for connects by itself, when the page has had its start.
    if (localStorage['chatserver:' + wishes.site] > 0) setTimeout(home.start, 999);
  } catch {
    // Storage refused: this browser can hold nothing to come back to.
  }
}

/** Somebody has to carry out what is asked; where it cannot be fetched, what was asked waits for the next time. */
const wake = () => fetchPart('api').then((part) => part.carryOut(home), () => {});

/** @type {import('../types.js').Home} */
const home = { host, calls: [], draw, wake };

/**
 * What needs the frame alone is done at once; `identify`, `track`, `signin` and `prefill` wait until there is an app.
 * @param {Call} call
 */
function obey(call) {
  const verb = call[0];
  const { frame, running } = home;
  if (frame && /^(open|close|toggle)$/.test(verb)) frame.show(verb === 'toggle' ? !frame.isOpen : verb === 'open');
  else if (home.calls.push(call) && (running || !/^(id|tr|si|pr)/.test(verb))) return void wake();
  call.y?.();
}

/**
 * The stub of docs/embed.md, and then obeyed.
 * @param {Call} call
 */
function command(...call) {
  const answer = new Promise((y, n) => {
    call.y = y;
    call.n = n;
    obey(call);
  });
  answer.catch(() => {});
  return /^on/.test(call[0]) ? () => command('off', call[1], call[2]) : answer;
}

/** @type {Call[]} */
const early = globals[name]?.q ?? [];
// Two snippets on one page: the first one stands, and no array is left.
if (early.map) {
  globals[name] = command;
  // Whoever still holds the stub is heard.
  command.q = { push: obey };
  // What the first sight of it depends on, and buttons of the page's own.
  if (/"(mount|theme|off|pos|launcher":"\W)/.test(JSON.stringify(tag))) command('boot', tag);
  else if (tag.site) draw(tag);
  early.map(obey);
}
