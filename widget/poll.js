/** The same frames without a socket: fetched only where a network, a proxy or the page lets no socket through. */

export { choose, instead } from './poll/instead.js';
