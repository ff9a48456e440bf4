/** Photos and other files: fetched when somebody chooses or is shown one. */

export { Files } from './files/files.js';

/** The words of what stands here. */
export const words = __WORDS__;
