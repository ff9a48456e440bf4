/** Colour, side, distance and theme, as the page wishes them; they may change while everybody looks on. */

import { colourRule } from '../loader/colour.js';

/** @typedef {import('../loader/frame.js').Frame} Frame */
/** @typedef {import('../types.js').Wishes} Wishes */

const DARK = /\(prefers-color-scheme: *dark\)/g;
/** What always holds, and what never does. */
const CERTAIN = { dark: '(min-width: 0px)', light: '(max-width: 0px)' };

export class Look {
  #sheet = new CSSStyleSheet();
  /** @type {Frame | undefined} */ #frame;
  /** @type {string | undefined} */ #theme;
  /** How its conditions were written. @type {Map<CSSMediaRule, string>} */ #written = new Map();
  #sheets = 0;

  /**
   * @param {Frame} frame
   * @param {Wishes} wishes
   * @param {import('../types.js').Catalogue} [words] the page's own
   */
  wear(frame, { color, position, offset, theme }, words) {
    if (frame !== this.#frame) {
      frame.root.adoptedStyleSheets = [...frame.root.adoptedStyleSheets, this.#sheet];
      const named = words?.['widget.launcher'];
      if (named) frame.launcher.setAttribute('aria-label', named);
    }
    this.#frame = frame;
    this.#theme = theme;
    // With the name of the host it is stronger than what the app's own sheet says, whichever comes first.
    // Weightier than the app's own rule, which comes later.
    const scheme = theme === 'dark' || theme === 'light' ? `:host(chatserver-widget){color-scheme:${theme}!important}` : '';
    this.#sheet.replaceSync((colourRule(color) || ':host{--a:11,107,203;--on:#fff}') + placeRule({ offset, position }) + scheme);
    this.#sheets = 0;
    this.follow();
  }

  /** Other parts bring style sheets of their own: the theme is chosen in them, too. */
  follow() {
    const sheets = this.#frame?.root.adoptedStyleSheets ?? [];
    if (sheets.length === this.#sheets) return;
    this.#sheets = sheets.length;
    for (const sheet of sheets) for (const rule of sheet.cssRules) if (rule instanceof CSSMediaRule) this.#choose(rule);
  }

  /** @param {CSSMediaRule} rule */
  #choose(rule) {
    const written = this.#written.get(rule) ?? rule.media.mediaText;
    this.#written.set(rule, written);
    const certain = CERTAIN[/** @type {'dark' | 'light'} */ (this.#theme)];
    const wanted = certain ? written.replace(DARK, certain) : written;
    if (rule.media.mediaText !== wanted) rule.media.mediaText = wanted;
  }
}

/**
 * Which side, and how far from the corner: launcher and panel; on phones, where the panel is the whole screen, the launcher.
 * @param {Wishes} wishes `offset` is `x,y` in px
 */
function placeRule({ offset = '20,20', position }) {
  const [x, y] = offset.split(/[ ,]+/).map(Number);
  const side = position === 'left' ? `right:auto;left:${x}px` : `right:${x}px`;
  return `.launcher{${side};bottom:calc(${y}px + env(safe-area-inset-bottom, 0px))}
@media(min-width:481px) and (min-height:481px){section{${side};bottom:${y + 68}px;width:min(380px,100vw - ${x + 20}px);height:min(660px,100vh - ${y + 88}px)}}`;
}
