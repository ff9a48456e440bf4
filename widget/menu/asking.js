/** A question to the server whose answer fills a sheet: `earlier`, `about`. */

/** @typedef {import('../types.js').Frame} Frame */

/**
 * @template {'earlier' | 'about'} T
 * @param {import('./entry.js').Home} home
 * @param {T} verb the frame, and the one that answers it
 * @param {(answer: Extract<Frame, { t: T }>) => void} show
 * @returns {() => void} ask
 */
export function asking({ session, words, tell }, verb, show) {
  const { connection, handlers } = session;
  const { nack } = handlers;
  let asked = false;
  Object.assign(handlers, {
    [verb]: (/** @type {Extract<Frame, { t: T }>} */ answer) => {
      if (asked) show(answer);
      asked = false;
    },
  });
  handlers.nack = (frame) => {
    const ours = asked && !frame.cid && !frame.ref && /^(too_many|unavailable|internal)$/.test(frame.reason);
    if (!ours) return nack?.(frame);
    asked = false;
    tell(words.say('error.' + frame.reason, { seconds: Math.ceil(frame.retry_after ?? 0) }));
  };
  return () => {
    asked = connection.send({ t: verb });
    if (!asked) tell(words.say('widget.menu.away'));
  };
}
