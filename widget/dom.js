/** Elements without markup: nothing is ever parsed, so strict CSP and Trusted Types have nothing to refuse. */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Draw an icon of 24 × 24 from one path; the button around it has the name.
 * @param {string} path
 */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.appendChild(document.createElementNS(space, 'path')).setAttribute('d', path);
  return svg;
}

/**
 * In app and extras build.mjs puts another module here, which has nothing but what the loader's frame lends it.
 * @param {{ make: typeof make, icon: typeof icon }} _frame
 */
export const lend = (_frame) => {};
