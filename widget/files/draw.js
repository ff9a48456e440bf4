/** A file in the thread: pictures as pictures, all else by name and size. */

import { icon, make } from '../dom.js';

/** @typedef {import('../types.js').FileInfo} FileInfo */

const LARGEST_PX = 240;

/**
 * @param {FileInfo} file
 * @param {string} href '' while it is not there
 * @param {string} language
 * @param {HTMLCanvasElement} [preview]
 */
export function drawFile(file, href, language, preview) {
  /** @type {Record<string, string>} */
  const how = href ? { href, target: '_blank', rel: 'noopener noreferrer' } : {};
  const element = make('a', { class: 'file', ...how });
  const { name, size, type, width = 0, height = 0 } = file;
  const chip = [icon('M6 3h8l5 5v13H6zM14 3v5h5'), make('span', {}, name, ' ', make('small', {}, sizeOf(size, language)))];
  element.append(...(preview ? [preview] : chip));
  if (!type.startsWith('image/') || !width || !href) return element;
  const scale = Math.min(1, LARGEST_PX / Math.max(width, height));
  const picture = make('img', { alt: name, width: String(Math.round(width * scale)), height: String(Math.round(height * scale)) });
  // The page may forbid pictures from elsewhere; a name to tap is always there.
  picture.onerror = () => element.replaceChildren(...chip);
  picture.src = href;
  element.replaceChildren(picture);
  return element;
}

/**
 * @param {number} bytes
 * @param {string} language
 */
function sizeOf(bytes, language) {
  const [value, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'KB'] : [bytes / 1e6, 'MB'];
  return `${value.toLocaleString(language, { maximumFractionDigits: 1 })} ${unit}`;
}
