/** What is being written. Kept at every keystroke, in one shared place: the last writer's text is what comes back. */

export class Draft {
  /** Its place in `localStorage`. */
  key;

  /** @param {string} site */
  constructor(site) {
    this.key = `chatserver:${site}:draft`;
  }

  get text() {
    try {
      // Not IndexedDB: only this is written before the page can be gone.
      return localStorage.getItem(this.key) ?? '';
    } catch {
      return '';
    }
  }

  /** @param {string} text */
  keep(text) {
    try {
      if (text) localStorage.setItem(this.key, text);
      else localStorage.removeItem(this.key);
    } catch {
      // Refused or full: the text is still in the field, and nothing claims more.
    }
  }
}
