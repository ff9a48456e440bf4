/**
 * The header's "⋯": what else can be done with this talk. Fetched when somebody opens it for the first time.
 *
 * How to add an entry: a file of its own in `menu/` that exports one function of a `Home` giving an `Entry` (see
 * `menu/entry.d.ts`), and its name in `menu/entries.js`, in the order in which it stands. It says its outcome by
 * `home.tell(text)`, or shows more than a sentence by `home.sheet.show(title, ...content)`; the sheet looks after Esc,
 * focus and the way back. Text keys that only stand in `menu/` come with this part; styles go into `styles/menu.css`.
 */

export { askWhy } from './menu/ask_why.js';
export { Menu } from './menu/menu.js';

/** The words of what stands here. */
export const words = __WORDS__;
