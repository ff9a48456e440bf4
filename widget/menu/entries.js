/** The entries of the menu, in their order. */

import { copy } from './copy.js';
import { mail } from './mail.js';

/** @typedef {import('./entry.js').Home} Home */
/** @typedef {import('./entry.js').Entry} Entry */

/** @type {((home: Home) => Entry)[]} */
export const entries = [copy, mail];
