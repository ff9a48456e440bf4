/** When no socket opens: why, and how to go on without, are fetched only then. */

const AGAIN_MS = 600_000;

/** @typedef {{ host: string, site: string }} Settings */

/**
 * @param {Settings} settings
 * @returns {Promise<typeof import('../poll.js')>}
 */
export const trouble = ({ host }) => import(`${host}static/${__POLL__}`);

/**
 * No socket opened here a short while ago, on this page or another: do not wait for one again.
 * @param {Settings} settings
 * @param {import('./connection.js').Connection} connection
 */
export async function takeUp(settings, connection) {
  try {
    if (Date.now() - localStorage[`chatserver:${settings.site}:poll`] < AGAIN_MS) (await trouble(settings)).choose(connection, settings);
  } catch {
    // Storage refused, or the part did not come: a socket is waited for.
  }
}
