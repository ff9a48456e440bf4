/** The panel fills what the on-screen keyboard leaves, and the end of the thread stays in view. */

const KEYBOARD_PX = 100;
const NEAR_PX = 40;
const EDGE_PX = 16;

/**
 * Keep lengths of a style sheet in step with the visible part of the window.
 * @param {import('../loader/frame.js').Frame} frame
 * @param {AbortSignal} [signal] the end of it
 */
export function followKeyboard({ root, body, input }, signal) {
  const view = window.visualViewport;
  if (!view) return;
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const thread = body.querySelector('.thread') ?? body;
  const below = () => thread.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom;
  let width = view.width;
  const follow = () => {
    const atEnd = below() < NEAR_PX;
    // Zoomed in with two fingers, the visible part is not the window.
    const fit = view.scale === 1 ? `--height:${view.height}px;--top:${view.offsetTop}px` : '';
    const typing = innerHeight - view.height > KEYBOARD_PX;
    sheet.replaceSync(`:host{${fit};${typing ? '--foot:0px' : ''}}`);
    if (width !== view.width) input.dispatchEvent(new Event('change')); // turned: its lines break elsewhere
    width = view.width;
    if (atEnd) body.scrollTop += Math.max(0, below() + EDGE_PX);
  };
  view.addEventListener('resize', follow, { signal });
  view.addEventListener('scroll', follow, { signal });
  follow();
}
