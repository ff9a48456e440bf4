// When to try again: pure rules of contract R15, and the client's duties beside each close code.

const FIXED_WAIT_SECONDS = { 4000: 30, 4006: 60, 4029: 30 };
const STOP = new Set([4003, 4004, 4010]);
const SIGN_IN = 4001;

/** Milliseconds before try `attempt` (0, 1, 2 …); `random` in [0, 1) (contract R15). */
export function backoff(attempt, random) {
  return random * Math.min(30_000, 500 * 2 ** attempt);
}

/** What a close asks for: {then: "signin"} | {then: "stop"} | {then: "retry", after} with the least wait in ms. */
export function afterClose(code, reason) {
  if (code === SIGN_IN) return { then: "signin" };
  if (STOP.has(code)) return { then: "stop" };
  const asked = /retry_after=(\d+(?:\.\d+)?)/.exec(reason ?? "");
  const seconds = asked ? Number(asked[1]) : (FIXED_WAIT_SECONDS[code] ?? 0);
  return { then: "retry", after: seconds * 1000 };
}
