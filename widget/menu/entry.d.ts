/** What an entry of the menu is given, and what it gives. */

export interface Home {
  frame: import('../loader/frame.js').Frame;
  session: import('../app/session.js').Session;
  words: import('../words.js').Words;
  settings: import('../types.js').Settings;
  /** Where an address is asked for. */
  capture: import('../view/capture.js').Capture;
  /** Which conversation is talked in. */
  turns: import('./turns.js').Turns;
  /** Something longer than a sentence, over the thread. */
  sheet: import('./sheet.js').Sheet;
  /** Say how it went, under the thread; read out to who does not see it. */
  tell(text: string): void;
}

export interface Entry {
  label: string;
  /** Whether it makes no sense now; asked whenever the menu opens. */
  readonly hidden: boolean;
  choose(): void | Promise<void>;
  /** Anything may have changed. */
  update?(): void;
}
