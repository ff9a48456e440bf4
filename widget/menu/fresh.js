/** A new conversation, once the last one is over. */

/**
 * @param {import('./entry.js').Home} home
 * @returns {import('./entry.js').Entry}
 */
export function fresh({ frame, words, turns }) {
  return {
    label: words.say('widget.menu.new'),
    get hidden() {
      return !turns.over || !turns.free;
    },
    choose() {
      turns.begin();
      frame.input.focus({ preventScroll: true });
    },
  };
}
