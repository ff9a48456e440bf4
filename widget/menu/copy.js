/** The whole talk as text, to be pasted elsewhere. */

import { make } from '../dom.js';
import { written } from './written.js';

/**
 * @param {import('./entry.js').Home} home
 * @returns {import('./entry.js').Entry}
 */
export function copy({ frame, session, words, tell }) {
  return {
    label: words.say('widget.menu.copy'),
    get hidden() {
      return !session.conversation.messages.length && session.delivery.outbox.empty;
    },
    async choose() {
      const done = await put(written(session, words), frame.panel);
      tell(words.say(done ? 'widget.menu.copied' : 'widget.menu.not_copied'));
    },
  };
}

/**
 * Put text on the clipboard; pages without TLS, and those that forbid it, have only the old way.
 * @param {string} text
 * @param {HTMLElement} panel
 */
async function put(text, panel) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (panel.getRootNode()).activeElement);
    const field = make('textarea', { class: 'unseen', readonly: '' });
    field.value = text;
    panel.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}
