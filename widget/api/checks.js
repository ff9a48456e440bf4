/** What a page may hand over; the first fault is said in English, for whoever builds the page. */

/** @typedef {import('../types.js').Context} Context */
/** @typedef {import('../types.js').Wishes} Wishes */

const NAME_CHARS = 64;
const NAMES = 30;
const WISHES = ['site', 'lang', 'color', 'position', 'launcher', 'mount', 'theme', 'offset', 'allowQuery', 'mask', 'texts'];

/** @type {Record<string, RegExp>} */
const SHAPES = {
  lang: /^[a-z]{2}\b/i,
  color: /^#[\da-f]{6}$/i,
  position: /^(left|right)$/,
  theme: /^(light|dark|auto)$/,
  offset: /^\d{1,4}[ ,]+\d{1,4}$/,
};

/**
 * Wishes that have a name and a shape of ours; null, undefined and '' take a wish back. Others are told, and left out.
 * @param {unknown} given
 * @returns {Wishes}
 */
export function wishesOf(given) {
  if (given === null || typeof given !== 'object') throw new TypeError('settings are an object');
  /** @type {Record<string, any>} */
  const wishes = {};
  // A tag may have attributes of others.
  const known = Object.entries(given).filter(([name]) => !(given instanceof DOMStringMap) || WISHES.includes(name));
  for (const [name, value] of known) {
    const fault = faultOf(name, value);
    if (fault) console.warn(`chatserver: ${name} ${fault}`);
    else wishes[name] = name === 'texts' ? value : value === null || value === undefined ? undefined : String(value);
  }
  return wishes;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string} '' when there is none
 */
function faultOf(name, value) {
  if (!WISHES.includes(name)) return 'is no setting';
  if (value === null || value === undefined || value === '') return '';
  if (name === 'texts') return typeof value === 'object' ? '' : 'is { vi: { … }, en: { … } }';
  if (SHAPES[name] && !SHAPES[name].test(String(value))) return `cannot be ${String(value)}`;
  return /^(mount|launcher)$/.test(name) && !isSelector(String(value)) ? 'is no selector' : '';
}

/** @param {string} text */
function isSelector(text) {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Flat names and scalars, as the wire wants them; anything else is left out.
 * @param {unknown} values
 * @returns {Context}
 */
export function plain(values) {
  const flat = Object.entries(values ?? {}).filter(
    ([name, value]) => name.length <= NAME_CHARS && (value === null || /string|number|boolean/.test(typeof value)),
  );
  return Object.fromEntries(flat.slice(0, NAMES));
}
