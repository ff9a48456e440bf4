/** The widget as a page of its own, where links in mails lead: fetched there only. */

export { host } from './hosted/page.js';

/** The words of what stands here. */
export const words = __WORDS__;
