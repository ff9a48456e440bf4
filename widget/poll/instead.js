/** Whether sockets are blocked here, and when they are tried again. */

import { PollSocket } from './socket.js';

/** @typedef {{ host: string, site: string }} Settings */
/** @typedef {import('../app/connection.js').Connection} Connection */

const LOOK_MS = 1_000; // it has failed once already
const AGAIN_MS = 600_000;

let chosen = false;

/**
 * A socket has failed although the server answers: ask once more, for networks stumble, then do without.
 * @param {Connection} connection
 * @param {Settings} settings
 */
export async function instead(connection, settings) {
  if (!chosen && !(await answers(settings, LOOK_MS))) choose(connection, settings);
}

/**
 * Do without sockets from now on, until one answers again.
 * @param {Connection} connection
 * @param {Settings} settings
 */
export function choose(connection, settings) {
  if (chosen) return;
  chosen = true;
  remember(settings, Date.now());
  connection.use(/** @type {any} */ (PollSocket));
  const timer = setInterval(async () => {
    const back = await answers(settings, LOOK_MS * 8);
    remember(settings, back ? 0 : Date.now());
    if (!back) return;
    clearInterval(timer);
    chosen = false;
    connection.use(WebSocket);
  }, AGAIN_MS);
}

/**
 * Whether a socket brings an answer: some proxies open one and pass nothing on.
 * @param {Settings} settings
 * @param {number} within ms
 * @returns {Promise<boolean>}
 */
function answers({ host, site }, within) {
  return new Promise((resolve) => {
    try {
      const socket = new WebSocket(`${host.replace(/^http/, 'ws')}ws/${site}`, ['chat.v1']);
      /** @param {boolean} found */
      const done = (found) => {
        resolve(found);
        socket.close();
      };
      setTimeout(done, within, false);
      // Not a greeting, so the server says no and thinks no more of it.
      socket.onopen = () => socket.send('{"t":"pong"}');
      socket.onmessage = () => done(true);
      socket.onclose = socket.onerror = () => done(false);
    } catch {
      resolve(false); // the page has no sockets
    }
  });
}

/**
 * For the next pages (app/trouble.js looks).
 * @param {Settings} settings
 * @param {number} at ms
 */
function remember({ site }, at) {
  try {
    localStorage[`chatserver:${site}:poll`] = at;
  } catch {
    // Storage refused: the next page waits for a socket again.
  }
}
