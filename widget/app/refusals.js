/** What the server may turn down, and what that means for the text it turned down. */

/** These pass; repeating anything else unchanged cannot help. */
const PASSING = /^(unavailable|storage_full|too_many|draining|internal)$/;

const WAIT_S = 5;

/** Characters of a message, after NFC (contract S5). */
export const TEXT_LIMIT = 10_000;

/**
 * The text key for a reason of a `nack`; what has no words for visitors is our own failure, and said so.
 * @param {string} reason
 * @param {import('../words.js').Words} words
 */
export const keyOf = (reason, words) => (words.has('error.' + reason) ? 'error.' + reason : 'error.internal');

/**
 * Seconds after which the same text may be offered again, or null when it never may.
 * @param {string} reason
 * @param {number | null} [retryAfter]
 */
export function waitFor(reason, retryAfter) {
  return retryAfter ?? (PASSING.test(reason) ? WAIT_S : null);
}
