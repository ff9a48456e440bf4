/** What pages hide of themselves: fetched where a page hides something. */

export { guard } from './privacy/guard.js';
