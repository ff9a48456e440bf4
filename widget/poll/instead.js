/** Whether sockets are blocked here, and when they are tried again. */

import { PollSocket } from './socket.js';

/** @typedef {{ host: string, site: string }} Settings */
/** @typedef {import('../app/connection.js').Connection} Connection */

const LOOK_MS = 1_000; // it has failed once already
const AGAIN_MS = 600_000;

/** Who does without; another app of this page (another language) may have taken its place. @type {Connection | undefined} */
let without;
/** @type {ReturnType<typeof setInterval> | undefined} when it is looked again */
let timer;

/**
 * A socket, or what stands for it, has failed although the server answers: look once more, for networks stumble.
 * @param {Connection} connection
 * @param {Settings} settings
 * @param {number} [within] ms
 */
export async function instead(connection, settings, within = LOOK_MS) {
  const found = await answers(settings, within);
  if (!found) return choose(connection, settings);
  if (connection !== without) return;
  clearInterval(timer);
  without = undefined;
  remember(settings, 0);
  connection.use(WebSocket);
}

/**
 * Do without sockets from now on, until one answers again.
 * @param {Connection} connection
 * @param {Settings} settings
 */
export function choose(connection, settings) {
  remember(settings, Date.now());
  if (connection === without) return;
  without = connection;
  clearInterval(timer);
  timer = setInterval(instead, AGAIN_MS, connection, settings, LOOK_MS * 8);
  connection.use(/** @type {any} */ (PollSocket));
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
