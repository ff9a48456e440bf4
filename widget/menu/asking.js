/** A question to the server whose answer fills a sheet: `earlier`, `about`. */

/** @typedef {import('../types.js').Frame} Frame */

/** What comes later surprises somebody who is doing something else by then. */
const PATIENCE_MS = 10_000;

/**
 * @template {'earlier' | 'about'} T
 * @param {import('./entry.js').Home} home
 * @param {T} verb the frame, and the one that answers it
 * @param {(answer: Extract<Frame, { t: T }>) => void} show
 * @returns {() => void} ask
 */
export function asking({ session, words, tell }, verb, show) {
  const { connection, handlers } = session;
  const { nack, welcome } = handlers;
  let asked = 0;
  const waits = () => Date.now() - asked < PATIENCE_MS;
  Object.assign(handlers, {
    [verb]: (/** @type {Extract<Frame, { t: T }>} */ answer) => {
      if (waits()) show(answer);
      asked = 0;
    },
  });
  handlers.welcome = (frame) => {
    welcome?.(frame);
    if (waits()) connection.send({ t: verb });
  };
  handlers.nack = (frame) => {
    const ours = waits() && !frame.cid && !frame.ref && /^(too_many|unavailable|internal)$/.test(frame.reason);
    if (!ours) return nack?.(frame);
    asked = 0;
    tell(words.say('error.' + frame.reason, { seconds: Math.ceil(frame.retry_after ?? 0) }));
  };
  return () => {
    asked = Date.now();
    if (!connection.send({ t: verb })) tell(words.say('widget.connecting'));
  };
}
