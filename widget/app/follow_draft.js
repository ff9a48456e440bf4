/** When another tab sends or changes the shared draft, a tab with nothing of its own follows. */

/**
 * What the visitor has written here stays, whatever is written elsewhere, until somebody sends it.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {string} place where the draft is kept
 * @param {AbortSignal} signal
 */
export function followDraft({ input, root }, place, signal) {
  let own = '';
  input.addEventListener('input', () => (own = input.value), { signal });
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key !== place || input.value !== (oldValue ?? '') || (own && own === input.value && newValue)) return;
    // Value and selection are never written under the visitor's hands.
    if (root.activeElement === input && document.hasFocus()) return;
    input.value = newValue ?? '';
    input.dispatchEvent(new Event('change'));
  }, { signal });
}
