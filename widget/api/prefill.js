/** Words and a department that the page proposes: never over what a visitor has written, and never sent by itself. */

import { TEXT_LIMIT } from '../app/refusals.js';

export class Prefill {
  #home;
  /** @type {{ text: string, department: string } | undefined} */ #wanted;
  /** @type {HTMLTextAreaElement | undefined} */ #field;
  #composing = false;

  /** @param {import('../types.js').Home} home */
  constructor(home) {
    this.#home = home;
  }

  /** @param {unknown} wanted `{ text, department }`, either of them; it waits until there is an app */
  want(wanted) {
    const { text = '', department = '' } = /** @type {Record<string, unknown>} */ (wanted ?? {});
    if (typeof text !== 'string' || typeof department !== 'string') throw new TypeError('text and department are strings');
    this.#wanted = { text: [...text].slice(0, TEXT_LIMIT).join(''), department };
    this.told();
  }

  /** Another visitor comes. */
  forget() {
    this.#wanted = undefined;
  }

  /** There may be an app now. */
  told() {
    const { running, frame } = this.#home;
    if (!frame) return;
    if (this.#field !== frame.input) this.#follow(frame.input);
    if (!this.#wanted || !running) return;
    const { text, department } = this.#wanted;
    this.#wanted = undefined;
    if (department) {
      running.session.department = department;
      running.session.connection.send({ t: 'choose', department });
    }
    if (text && !frame.input.value && !this.#composing) write(frame, text);
  }

  /** @param {HTMLTextAreaElement} field */
  #follow(field) {
    this.#field = field;
    field.addEventListener('compositionstart', () => (this.#composing = true));
    field.addEventListener('compositionend', () => (this.#composing = false));
  }
}

/**
 * Value and selection are never written under the visitor's hands: the field is left for that moment.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {string} text
 */
function write({ input, root }, text) {
  const focused = root.activeElement === input;
  if (focused) input.blur();
  input.value = text;
  input.setSelectionRange(text.length, text.length);
  input.dispatchEvent(new Event('change'));
  if (focused) input.focus({ preventScroll: true });
}
