/** What only some desks have: departments to choose from, notices, ways out. Fetched when there is something to show. */

export { DeskParts } from './view/desk_parts.js';

/** The words of what stands here. */
export const words = __WORDS__;
