/** On phones the panel fills what the on-screen keyboard leaves. */

/**
 * Keep two lengths of a style sheet in step with the visible part of the window.
 * @param {ShadowRoot} root
 */
export function followViewport(root) {
  const view = window.visualViewport;
  if (!view) return;
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const follow = () => {
    // Zoomed in with two fingers, the visible part is not the window.
    const fit = view.scale === 1 ? `--height:${view.height}px;--top:${view.offsetTop}px` : '';
    sheet.replaceSync(`:host{${fit}}`);
  };
  view.addEventListener('resize', follow);
  view.addEventListener('scroll', follow);
  follow();
}
