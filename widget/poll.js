/** What to do where no socket opens, fetched only then: say why, or post the same frames instead. */

export { choose } from './poll/instead.js';
export { closedBecause, whyRefused } from './poll/why_refused.js';
