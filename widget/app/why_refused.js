/** Words for whoever builds the page: why there is no connection, and what to do about it. */

/** @typedef {{ host: string, site: string }} Settings */

/**
 * Ask the server why it refuses a socket: a sentence, '' when it does not, null when nobody answers.
 * @param {Settings} settings
 * @returns {Promise<string | null>}
 */
export async function whyRefused(settings) {
  try {
    const response = await fetch(`${settings.host}api/site/${settings.site}`);
    if (response.status === 404) return wrongKey(settings);
    return response.status === 403 ? wrongOrigin((await response.json()).origin || location.origin, settings) : '';
  } catch {
    return null;
  }
}

/**
 * The sentence for a close code after which no client comes back (docs/protocol.md).
 * @param {number} code
 * @param {Settings} settings
 */
export function closedBecause(code, settings) {
  if (code === 4010) return wrongOrigin(location.origin, settings);
  return code === 4004 ? wrongKey(settings) : 'this visitor has been blocked';
}

/**
 * @param {string} origin
 * @param {Settings} settings
 */
const wrongOrigin = (origin, { site }) =>
  `${origin} is not an allowed origin of this site; add it with: chatserver site origin ${site} add ${origin}`;

/** @param {Settings} settings */
const wrongKey = ({ host, site }) => `${host} has no site with the key "${site}"; check data-site`;
