/** The launcher and the frame of the panel: all that can be seen before the app has arrived. */

import css from '../styles/frame.css';
import { icon, make } from '../dom.js';
import { colourRule } from './colour.js';

/** @typedef {ReturnType<typeof drawFrame> & { read?: (id: string) => Promise<void> }} Frame `read` shows an article, once there is somebody to do it */

/**
 * Draw into a shadow root at the end of the document, outside of `body`, which frameworks like to wipe.
 * `onchange` is called after the panel has opened or closed.
 * @param {string} label the only word before the app is there: 'widget.launcher'
 * @param {import('../types.js').Wishes} wishes
 */
export function drawFrame(label, wishes) {
  const host = make(/** @type {'div'} */ (/** @type {string} */ ('chatserver-widget')));
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css + colourRule(wishes.color));
  root.adoptedStyleSheets = [sheet];

  const launcher = make('button', { class: 'launcher', 'aria-label': label }, icon('M4 4h16v12H9l-5 4z'));
  launcher.hidden = /** @type {any} */ (wishes.launcher);
  const shut = make('button', { class: 'shut' }, icon('M7 7l10 10M17 7L7 17'));
  const body = make('div', { class: 'scroll' });
  const input = make('textarea', { rows: '1' });
  const form = make('form', {}, input, make('button', { class: 'send' }, icon('M5 12l14-6-5 13-3-6z')));
  const panel = make('section', { role: 'dialog', tabindex: '-1', hidden: '' }, make('header', {}, shut), body, form);
  root.append(launcher, panel);

  const frame = {
    host, root, launcher, panel, body, input, form, make, icon,
    early: false,
    /** @type {() => void} */ onchange() {},
    get isOpen() {
      return !panel.hidden;
    },
    /** @param {boolean} open */
    show(open) {
      if (open === frame.isOpen) return;
      panel.hidden = !open;
      // A touch keyboard would cover half of what has just been opened.
      const first = matchMedia('(pointer: coarse)').matches ? panel : input;
      (open ? first : launcher).focus({ preventScroll: true });
      frame.onchange();
    },
  };
  shut.onclick = launcher.onclick = () => frame.show(!frame.isOpen);
  form.onsubmit = (event) => {
    event.preventDefault();
    frame.early = true;
  };
  return frame;
}
