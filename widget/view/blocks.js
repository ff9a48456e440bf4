/** An article's blocks as elements: all of it text, nothing is parsed (contract S3). */

import { make } from '../dom.js';

/** @typedef {{ text: string, strong?: boolean, code?: boolean, href?: string }} Span */
/** @typedef {{ t: string, spans?: Span[], level?: number, ordered?: boolean, items?: Span[][], text?: string }} Block */

/**
 * Draw what a server of today knows; of a newer one's blocks, what has words like them.
 * @param {Block[]} blocks
 * @returns {Node[]}
 */
export const drawBlocks = (blocks) => blocks.map(({ t, spans = [], level = 2, ordered, items, text }) => {
  if (items) return make(ordered ? 'ol' : 'ul', {}, ...items.map((item) => make('li', {}, ...item.map(draw))));
  if (t === 'code') return make('pre', { tabindex: '0' }, text ?? '');
  return make(t === 'h' ? (level > 2 ? 'h4' : 'h3') : 'p', {}, ...spans.map(draw));
});

/** @param {Span} span */
function draw({ text, strong, code, href = '' }) {
  /** @type {Node | string} */
  let node = code ? make('code', {}, text) : text;
  if (strong) node = make('strong', {}, node);
  const away = /^https?:/.test(href);
  // The server has looked at it; still, only these may be opened.
  if (!away && !/^(mailto:|\/(?![/\\]))/.test(href)) return node;
  return make('a', { href, ...(away ? { target: '_blank', rel: 'noopener noreferrer' } : {}) }, node);
}
