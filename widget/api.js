/** What a page's own script may ask beyond opening and closing: fetched where one asks. */

export { carryOut } from './api/carry_out.js';
