/** Where the panel fills the screen it behaves like one; what that takes is fetched there, and nowhere else. */

/**
 * Watch for a screen so small (the same as in frame.css), now or after a turn of the phone.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {AbortSignal} [signal] the end of it
 */
export function fitPhones(frame, signal) {
  const small = matchMedia('(max-width: 480px), (max-height: 480px)');
  const look = () => {
    if (!small.matches) return;
    small.removeEventListener('change', look);
    // Without it the panel is a panel, as it was.
    import(new URL(__PHONE__, import.meta.url).href).then(({ fill }) => fill(frame, small, signal), () => {});
  };
  small.addEventListener('change', look, { signal });
  look();
}
