/** A site's own colour, made safe to read. */

/** Where white on a colour reads as well as black: 4.58:1 both (WCAG 1.4.3 asks 4.5). */
const MIDDLE = 0.179;

/**
 * The style rule for a colour such as `#0b6bcb`; '' when it is not one.
 * @param {string | undefined} colour
 */
export function colourRule(colour) {
  const digits = /^#([\da-f]{6})$/i.exec(colour ?? '')?.[1];
  if (!digits) return '';
  const parts = [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
  // Relative luminance, with its curve taken as a plain power: off by less than the margin.
  const light = parts.reduce((sum, part, at) => sum + (part / 255) ** 2.2 * [0.2126, 0.7152, 0.0722][at], 0);
  return `:host{--a:${parts};--on:${light > MIDDLE ? '#000' : '#fff'}}`;
}
