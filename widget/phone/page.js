/** The page behind a panel that fills the screen: it does not scroll, and nothing of it can be reached unseen. */

const sheet = new CSSStyleSheet();
sheet.replaceSync('html { overflow: hidden !important }');
let held = false;

/** @param {boolean} still where it stood, it stands */
export function holdStill(still) {
  if (still === held) return;
  held = still;
  const others = document.adoptedStyleSheets.filter((one) => one !== sheet);
  document.adoptedStyleSheets = still ? [...others, sheet] : others;
  // The panel stands beside the body, so this reaches all but the panel (WCAG 2.4.11).
  document.body.inert = still;
}
