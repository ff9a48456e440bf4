/** What a page hides of itself; the server hides once more what its policy says (chatserver/domain/page.py). */

/** @typedef {import('../types.js').PageView} PageView */

const MASK = '•';
/** Servers that decode first read all three as a slash. */
const SEPARATORS = /(\/|%2f|%5c)/i;
/** What page titles are put together with. */
const JOINTS = /(\s[|·–—-]\s)/;

/**
 * A page view without what the page calls private.
 * @param {PageView} view whose addresses have been cleaned
 * @param {string} [mask] patterns, as written in `data-mask`
 * @returns {PageView}
 */
export function guard(view, mask = '') {
  const patterns = mask.split(/[\s,]+/).filter(Boolean);
  const [url, referrer] = [view.url, view.referrer ?? ''].map((address) => hideIn(address, patterns));
  if (document.querySelector(':is(html,body)[data-chat-private]')) return { ...view, url: location.origin + '/', title: '', referrer: '' };
  return { ...view, url, title: url.includes(MASK) ? '' : hideRepeated(view.title ?? ''), referrer };
}

/**
 * @param {string} address
 * @param {string[]} patterns `/orders/*`: what stands under a star is hidden; `**` at the end is all the rest
 */
function hideIn(address, patterns) {
  const [, origin, path, query, start, route, rest] = address.replace(/\\/g, '/').match(/^(https?:\/\/[^/]+)([^?#]*)(\?[^#]*)?(?:(#!?)([^?#]*)(\?[^#]*)?)?/) ?? [];
  if (!origin) return '';
  return origin + hide(path, patterns) + (query ?? '') + (start ? start + hide(route, patterns) + (rest ?? '') : '');
}

/**
 * @param {string} path
 * @param {string[]} patterns
 */
function hide(path, patterns) {
  const parts = path.split(SEPARATORS).map((part) => part.split(';')[0]);
  for (const pattern of patterns) {
    const places = [...parts.keys()].filter((at) => at % 2 === 0 && parts[at]);
    const wanted = pattern.split('/').filter(Boolean);
    const like = wanted.every((want, at) => at in places && (/^\*\*?$/.test(want) || fold(decode(parts[places[at]])) === fold(want)));
    if (like) wanted.forEach((want, at) => /^\*/.test(want) && parts.splice(places[at], want === '*' ? 1 : parts.length, MASK));
  }
  return parts.join('');
}

/**
 * The title without the parts that repeat what is marked as private.
 * @param {string} title
 */
function hideRepeated(title) {
  const marked = [...document.querySelectorAll('[data-chat-private]')];
  const secrets = marked.map((element) => fold('value' in element ? String(element.value) : (element.textContent ?? ''))).filter(Boolean);
  const shown = (/** @type {string} */ part) => !secrets.some((secret) => secret.includes(fold(part)) || fold(part).includes(secret));
  const left = title.split(JOINTS).map((part, at) => (at % 2 || shown(part) ? part : MASK)).join('');
  return /[^\s•|·–—-]/.test(left) ? left : '';
}

/** @param {string} text */
const fold = (text) => text.normalize().toLowerCase().replace(/\s+/g, ' ').trim();

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
