/** Random names (contract R1); `getRandomValues` also works without a secure context. */

/** @param {number} bytes */
const random = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))];

/** 128 random bits, 32 hex digits: conversations, messages, tabs. */
export const newId = () => random(16).map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** 256 random bits, base64url without padding: who this browser is. */
export const newSecret = () =>
  btoa(String.fromCharCode(...random(32))).replaceAll('+', '-').replaceAll('/', '_').slice(0, 43);
