/** What a conversation works without: fetched beside the app, never waited for. */

export { followDraft } from './app/follow_draft.js';
export { ring } from './app/sound.js';
export { takeUp, trouble } from './app/trouble.js';
export { watchPages } from './app/watch_pages.js';
export { lend } from './dom.js';
export { Beside } from './view/beside.js';
export { fitPhones } from './view/phones.js';

/** The words of what stands here, and of events that are rare. */
export const words = __WORDS__;
