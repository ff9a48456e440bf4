/** What the server may turn down, and what that means for the text it turned down. */

/** Reasons the visitor can be told; each is a key of the catalogue. */
const KEYS = [
  'error.bad_email',
  'error.blocked',
  'error.cid_conflict',
  'error.draining',
  'error.empty_text',
  'error.internal',
  'error.storage_full',
  'error.text_too_long',
  'error.too_big',
  'error.too_many',
  'error.unavailable',
];

/** Repeating these unchanged cannot help. */
const FINAL = new Set([
  'blocked', 'forbidden', 'cid_conflict', 'empty_text', 'text_too_long',
  'too_big', 'too_deep', 'malformed', 'bad_field', 'unknown_frame',
]);

const WAIT_S = 5;

/** Characters of a message, after NFC (contract S5). */
export const TEXT_LIMIT = 10_000;

/**
 * The text key for a reason of a `nack`.
 * @param {string} reason
 */
export const keyOf = (reason) => KEYS.find((key) => key === 'error.' + reason) ?? 'error.internal';

/**
 * Seconds after which the same text may be offered again, or null when it never may.
 * @param {string} reason
 * @param {number | null} [retryAfter]
 */
export function waitFor(reason, retryAfter) {
  if (retryAfter != null) return retryAfter;
  return FINAL.has(reason) ? null : WAIT_S;
}
