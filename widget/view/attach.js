/** How files get into a message: a button, pasting, dropping. What is left of earlier ones is read when it is needed. */

import { icon, make } from '../dom.js';
import { Files } from '../files/files.js';

export class Attach {
  #frame;
  #session;
  #words;
  #settings;
  /** @type {File[]} */ #chosen = [];
  /** @type {Files | undefined} */ #files;
  #restoring = false;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {import('../types.js').Settings} settings
   */
  constructor(frame, session, words, settings) {
    this.#frame = frame;
    this.#session = session;
    this.#words = words;
    this.#settings = settings;
    const { input, panel } = frame;
    const field = make('input', { type: 'file', multiple: '', hidden: '' });
    const path = 'M19 11l-7.5 7.5a4.5 4.5 0 01-6.4-6.4L13 4.2a3 3 0 014.3 4.3l-7.6 7.6a1.5 1.5 0 01-2.2-2.2L14 7.5';
    const button = make('button', { type: 'button', class: 'attach', 'aria-label': words.say('widget.file.add') }, icon(path));
    input.after(button, field); // before it, the field would jump from under the finger
    button.onclick = () => field.click();
    button.onpointerenter = button.onfocus = () => void this.#begin();
    field.onchange = () => {
      this.#add(field.files);
      field.value = '';
      input.focus({ preventScroll: true });
    };
    input.addEventListener('paste', (event) => {
      // Sheets and documents put a picture of their words beside them.
      if (!event.clipboardData?.getData('text') && this.#add(event.clipboardData?.files)) event.preventDefault();
    });
    panel.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
    panel.addEventListener('drop', (event) => {
      if (this.#add(event.dataTransfer?.files)) event.preventDefault();
    });
    if (leftBehind()) void this.#begin();
  }

  /** Anything may have changed. */
  update() {
    if (this.#chosen.length || this.#session.delivery.outbox.entries.some(({ waits }) => waits)) void this.#begin();
    this.#files?.update();
  }

  /**
   * @param {HTMLElement} node
   * @param {import('./lines.js').Line} line one that has files
   */
  draw(node, line) {
    if (this.#files) this.#files.draw(node, line);
    else void this.#begin();
  }

  /** @param {FileList | null | undefined} chosen */
  #add(chosen) {
    if (!chosen?.length) return false;
    this.#chosen.push(...chosen);
    void this.#begin();
    return true;
  }

  async #begin() {
    if (this.#files) return this.#hand(this.#files);
    if (this.#restoring) return;
    this.#restoring = true;
    try {
      const files = new Files(this.#frame, this.#session, this.#words, this.#settings);
      await files.restore();
      this.#session.files = this.#files = files;
      this.#hand(files);
      this.#session.hear({});
    } catch {
      // The storage answers nothing: what was chosen waits for the next change.
    }
    this.#restoring = false;
  }

  /** @param {Files} files */
  #hand(files) {
    if (this.#chosen.length) files.add(this.#chosen.splice(0));
  }
}

/** Whether this tab had something chosen when its page was closed. */
function leftBehind() {
  try {
    return !!sessionStorage['chatserver:files'];
  } catch {
    return false;
  }
}
