/** Page views: where the visitor is. Query values and private fragments never leave the page. */

import { HERE } from '../words.js';

/** @typedef {import('../types.js').PageView} PageView */

/**
 * An address without what may be private: only listed query keys, only `#/…` and `#!/…` fragments.
 * @param {string} address
 * @param {string | undefined} query keys whose values may be kept
 */
export function cleanAddress(address, query) {
  if (!/^https?:/.test(address)) return '';
  const url = new URL(address);
  const kept = (query ?? '').split(/[\s,]+/);
  for (const key of [...url.searchParams.keys()]) if (!kept.includes(key)) url.searchParams.delete(key);
  if (!/^#!?\//.test(url.hash)) url.hash = '';
  url.username = url.password = '';
  return url.href;
}

/**
 * The page as it is now.
 * @param {string | undefined} query
 * @param {string} referrer
 * @returns {PageView}
 */
export function viewPage(query, referrer) {
  return {
    url: cleanAddress(location.href, query),
    title: document.title,
    referrer: cleanAddress(referrer, query),
    language: document.documentElement.lang || navigator.language,
    screen: `${screen.width}x${screen.height}`,
    zone: HERE,
    at: Date.now(),
  };
}
