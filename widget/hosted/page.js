/** A page that is nothing but the widget (chatserver/web/hosted_chat.py). */

import css from '../styles/hosted.css';
import { Invitation } from './invitation.js';

/**
 * Let the panel fill the page; it cannot be closed.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {import('../app/session.js').Session} session
 * @param {import('../words.js').Words} words
 * @param {string} site
 */
export function host(frame, session, words, site) {
  const { root, panel } = frame;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  panel.setAttribute('role', 'main');
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopImmediatePropagation(), true);
  const invitation = new Invitation(frame, session, words, site);
  addEventListener('hashchange', () => invitation.read()); // another link, opened in this tab
  invitation.read();
  // Whoever has begun to fill in the form, while we were on our way, goes on with it (see static/hosted.js, too).
  const form = document.querySelector('main');
  if (form?.contains(document.activeElement) || form?.querySelector('textarea')?.value) frame.show(false);
  else document.documentElement.classList.add('ready');
}
