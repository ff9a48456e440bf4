/** Notices navigation within the page, whichever way the page does it. */

const SETTLE_MS = 300;

/**
 * Call back once after each navigation within the page, when its title has had time to follow.
 * @param {() => void} changed
 * @param {AbortSignal} signal
 */
export function watchPages(changed, signal) {
  let seen = location.href;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    if (location.href === seen || signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (location.href === seen) return;
      seen = location.href;
      changed();
    }, SETTLE_MS);
  };
  for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
    const original = history[name];
    history[name] = function (...call) {
      original.apply(this, call);
      look();
    };
  }
  addEventListener('popstate', look, { signal });
  addEventListener('hashchange', look, { signal });
}
