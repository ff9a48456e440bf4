/** What a page may ask of the widget beyond opening and closing it: `chatserver(verb, value)`. */

/** @typedef {import('../types.js').Context} Context */

const NAME_CHARS = 64;
const NAMES = 30;

/**
 * Carry out what has been asked, once.
 * @param {[string, unknown][]} calls
 * @param {import('./session.js').Session} session
 */
export function carryOut(calls, session) {
  for (const [verb, value] of calls.splice(0)) {
    if (verb === 'context') session.describe(plain(value));
    else if (verb === 'signin') session.signIn = typeof value === 'function' ? /** @type {() => void} */ (value) : undefined;
    else console.warn('chatserver does not know', verb);
  }
}

/**
 * Flat names and scalars, as the wire wants them; anything else is left out.
 * @param {unknown} values
 * @returns {Context}
 */
function plain(values) {
  const flat = Object.entries(values ?? {}).filter(
    ([name, value]) => name.length <= NAME_CHARS && (value === null || /string|number|boolean/.test(typeof value)),
  );
  return Object.fromEntries(flat.slice(0, NAMES));
}
