/** Where the visitor writes. The field's value and selection are never touched while it has the focus. */

import { TEXT_LIMIT } from '../app/refusals.js';

const ROWS = 6;
const LINE_PX = 22;
const PADDING_PX = 20;
const TYPING_EVERY_MS = 3_000;
const COMPOSING_KEY = 229; // what keydown says in mid-composition where isComposing is not yet, or no longer, true

export class Composer {
  #frame;
  #draft;
  #on;
  #typedAt = 0;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/draft.js').Draft} draft
   * @param {{ say: (text: string) => Promise<void>, attached: () => number, compose: (on: boolean) => void, tooLong: (is: boolean) => void }} on
   */
  constructor(frame, draft, on) {
    this.#frame = frame;
    this.#draft = draft;
    this.#on = on;
    const { input, form } = frame;
    if (!input.value) input.value = draft.text;
    else draft.keep(input.value);
    input.addEventListener('input', () => this.#typed());
    input.addEventListener('blur', () => this.#stopped());
    input.addEventListener('change', () => this.fit());
    input.addEventListener('keydown', (event) => this.#key(event));
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.#send();
    };
    this.fit();
    if (frame.early) void this.#send();
  }

  /**
   * On touch keyboards Enter is a new line; elsewhere it sends, but never one that ends a composition.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY) return;
    if (matchMedia('(hover: none) and (pointer: coarse)').matches) return;
    event.preventDefault();
    void this.#send();
  }

  async #send() {
    const { input } = this.#frame;
    const text = input.value.normalize('NFC').trim();
    const tooLong = [...text].length > TEXT_LIMIT;
    this.#on.tooLong(tooLong);
    if (!(text || this.#on.attached()) || tooLong) return;
    input.value = '';
    this.fit();
    this.#stopped();
    const kept = this.#on.say(text);
    input.focus({ preventScroll: true });
    await kept;
    // Only now may the draft go: until the outbox has it, it is the only copy.
    this.#draft.keep(input.value);
  }

  #typed() {
    const { value } = this.#frame.input;
    this.#draft.keep(value);
    this.fit();
    this.#on.tooLong(false);
    if (!value) return this.#stopped();
    if (Date.now() - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = Date.now();
    this.#on.compose(true);
  }

  #stopped() {
    if (this.#typedAt) this.#on.compose(false);
    this.#typedAt = 0;
  }

  /** Fit the field to its text; it has no height while the panel is closed. */
  fit() {
    const { input } = this.#frame;
    input.rows = 1;
    const lines = Math.floor((input.scrollHeight - PADDING_PX) / LINE_PX);
    input.rows = Math.max(1, Math.min(ROWS, lines));
  }
}
