/** Who the page says the visitor is: fetched where a page says so. */

export { Person } from './app/person.js';

/** The words of what stands here. */
export const words = __WORDS__;
