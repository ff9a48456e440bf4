/** A site's own colour, made safe to read. */

/** Above it black reads better than white: of all colours the worst has 4.53:1 (WCAG 1.4.3 asks 4.5). In the units below. */
const MIDDLE = 34_700;

/**
 * The style rule for a colour such as `#0b6bcb`; '' when it is not one.
 * @param {string | undefined} colour
 */
export function colourRule(colour) {
  if (!/^#[\da-f]{6}$/i.test(/** @type {string} */ (colour))) return '';
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(/** @type {string} */ (colour).slice(at, at + 2), 16));
  // Relative luminance in few digits, times 255 ** 2.2, with its curve taken as a plain power: off by less than the margin.
  const light = r ** 2.2 * 0.21 + g ** 2.2 * 0.7 + b ** 2.2 * 0.07;
  return `:host{--a:${[r, g, b]};--on:${light > MIDDLE ? '#000' : '#fff'}}`;
}
