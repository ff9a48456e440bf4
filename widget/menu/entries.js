/** The entries of the menu, in their order. */

import { about } from './about.js';
import { copy } from './copy.js';
import { earlier } from './earlier.js';
import { fresh } from './fresh.js';
import { mail } from './mail.js';

/** @typedef {import('./entry.js').Home} Home */
/** @typedef {import('./entry.js').Entry} Entry */

/** @type {((home: Home) => Entry)[]} */
export const entries = [fresh, earlier, copy, mail, about];
