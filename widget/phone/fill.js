/** A panel that fills the screen: it keeps clear of edges and keyboard, holds the page still, and closes on "back". */

import css from '../styles/phone.css';
import { Back } from './back.js';
import { followKeyboard } from './keyboard.js';
import { holdStill } from './page.js';

/**
 * @param {import('../loader/frame.js').Frame} frame
 * @param {MediaQueryList} small whether the panel fills the screen while it is open
 * @param {AbortSignal} [signal] the end of it
 */
export function fill(frame, small, signal) {
  const { root, panel } = frame;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // Our own page, and a panel inside of somebody's, are no dialog over the page.
  const fills = () => frame.isOpen && small.matches && panel.getAttribute('role') === 'dialog';
  const back = new Back(() => frame.show(false), signal);
  const look = () => {
    const now = fills();
    holdStill(now);
    back.guard(now);
  };
  followKeyboard(frame, signal);
  small.addEventListener('change', look, { signal });
  const changes = new MutationObserver(look);
  changes.observe(panel, { attributeFilter: ['hidden', 'role'] });
  signal?.addEventListener('abort', () => {
    changes.disconnect();
    holdStill(false);
  });
  look();
}
