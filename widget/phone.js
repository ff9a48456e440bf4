/** Where the panel fills the screen: fetched on phones, and in windows that are no larger. */

export { fill } from './phone/fill.js';
