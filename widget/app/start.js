/** Composition root of the app: the loader imports this module and calls `start` once. */

import { lend } from '../dom.js';
import { Screen } from '../view/screen.js';
import { Words } from '../words.js';
import { Draft } from './draft.js';
import { newId } from './ids.js';
import { Presence } from './presence.js';
import { Session } from './session.js';
import { Store } from './store.js';
import { Tabs } from './tabs.js';

/**
 * Take over the frame that the loader has drawn.
 * @param {import('../types.js').Home} home
 * @param {import('../loader/frame.js').Frame} frame
 */
export async function start(home, frame) {
  const settings = /** @type {import('../types.js').Settings} */ (home.settings);
  const end = new AbortController();
  lend(frame);
  const asked = home.calls.length && home.wake();
  /** @type {Promise<typeof import('../extras.js')>} what nobody has to wait for */
  const extras = import(settings.host + 'static/' + __EXTRAS__).catch(() => import(settings.host + 'static/' + __EXTRAS__ + '?again'));
  /** @param {(arrived: typeof import('../extras.js')) => void} use nobody is told when they cannot be fetched */
  const later = (use) => void extras.then(use, () => {});
  const store = await Store.open(settings.site);
  const tab = nameTab();
  const tabs = new Tabs(settings.site, tab, (news) => session.hear(news));
  const loaded = await store.load();
  // What the page has said belongs to the first words that leave it.
  await asked;
  let drawing = false;
  const session = new Session(settings, { store, tabs, tab, extras }, loaded, (arrived) => {
    if (arrived?.from === 'agent' && !(frame.isOpen && document.hasFocus())) later(({ ring }) => void tabs.once(ring));
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      presence.update();
      screen.update();
      home.told?.();
    });
  });
  const draft = new Draft(settings.site);
  const words = new Words({ ...__WORDS__, ...settings.words }, settings.language);
  const screen = new Screen(frame, session, words, draft);
  const presence = new Presence(settings.site, session, tabs, () => frame.isOpen, end.signal);
  // Nothing is shown and nothing sent before the page has said whose it is.
  if (home.barred || home.calls.some(([verb]) => verb === 'identify')) frame.body.hidden = session.delivery.barred = true;
  frame.onchange = () => {
    presence.update();
    screen.show();
  };
  screen.show();
  void extras.catch(() => words.add({}));
  later((arrived) => {
    arrived.lend(frame);
    words.add({ ...arrived.words, ...settings.words });
    arrived.watchPages(() => session.pages.turn(), end.signal);
    arrived.fitPhones(frame, end.signal);
    arrived.followDraft(frame, draft.key, end.signal);
    void arrived.takeUp(settings, session.connection);
    screen.complete(arrived.Beside, settings);
    home.told?.();
  });
  const leave = () => {
    end.abort();
    presence.leave();
  };
  home.running = { session, words, draft, leave };
  home.told?.();
}

/** The same name after a reload, so that a tab finds its own outbox again (contract R12). */
function nameTab() {
  try {
    return (sessionStorage['chatserver:tab'] ??= newId());
  } catch {
    return newId();
  }
}
