/** When to try again: pure rules, randomness passed in (contract R15; close codes of docs/protocol.md). */

const STOP = new Set([4003, 4004, 4010]);
const WAIT_S = new Map([[4000, 30], [4006, 60], [4029, 30]]);

/**
 * Seconds until the next try, or null to stop.
 * @param {{ code: number, reason: string }} close how the socket ended
 * @param {number} tries sockets in a row that did not get as far as `welcome`
 * @param {() => number} random 0 to 1
 * @returns {number | null}
 */
export function pause({ code, reason }, tries, random) {
  if (STOP.has(code)) return null;
  const asked = /retry_after=([\d.]+)/.exec(reason);
  if (asked) return Number(asked[1]);
  return WAIT_S.get(code) ?? random() * Math.min(30, 0.5 * 2 ** tries);
}
