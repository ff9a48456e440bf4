/** What a conversation works without: fetched beside the app, never waited for. */

export { suggestAddress } from './app/address.js';
export { ring } from './app/sound.js';
export { watchPages } from './app/watch_pages.js';
export { Channels } from './view/channels.js';
export { followViewport } from './view/viewport.js';
