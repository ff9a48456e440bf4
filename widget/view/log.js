/** The thread on the screen: lines in, elements kept by key, so that nothing jumps and nothing is read out twice. */

import { make } from '../dom.js';
import { initial } from './header.js';

/** @typedef {import('./lines.js').Line} Line */

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/;

export class Log {
  /** @type {Map<string, { node: HTMLElement, foot: HTMLElement }>} */
  #shown = new Map();
  #own;
  #retry;
  #attach;
  element = make('div', { role: 'log' });

  /**
   * @param {string} own who the visitor is, for those who cannot see sides
   * @param {(cid: string) => void} retry
   * @param {(node: HTMLElement, line: Line) => void} attach draws the files of a line into it
   */
  constructor(own, retry, attach) {
    this.#attach = attach;
    this.#own = own;
    this.#retry = retry;
  }

  /** @param {Line[]} lines */
  update(lines) {
    const keys = new Set(lines.map(({ key }) => key));
    for (const [key, { node }] of this.#shown) {
      if (keys.has(key)) continue;
      node.remove();
      this.#shown.delete(key);
    }
    lines.forEach((line, index) => {
      const { node, foot } = this.#shown.get(line.key) ?? this.#draw(line);
      node.className = `line ${line.kind}${line.follows ? ' follows' : ''}`;
      if (foot.textContent !== line.foot) this.#write(foot, line);
      if (line.files) this.#attach(node, line);
      const there = this.element.children[index];
      if (there !== node) this.element.insertBefore(node, there ?? null);
    });
  }

  /** @param {Line} line */
  #draw({ key, kind, text, name, follows }) {
    const foot = make('div', { class: 'foot' });
    const words = make('div', { class: 'words' }, ...withLinks(text));
    const node = make('div', {}, words, foot);
    if (name && !follows) node.prepend(make('div', { class: 'who note' }, make('div', { class: 'face', 'aria-hidden': 'true' }, initial(name)), name));
    else if (name || kind === 'own') node.prepend(make('span', { class: 'unseen' }, (name || this.#own) + ': '));
    const drawn = { node, foot };
    this.#shown.set(key, drawn);
    return drawn;
  }

  /**
   * @param {HTMLElement} foot
   * @param {Line} line
   */
  #write(foot, line) {
    if (!line.retry) return foot.replaceChildren(line.foot);
    const again = make('button', { class: 'again' }, line.foot);
    again.onclick = () => this.#retry(line.retry);
    foot.replaceChildren(again);
  }
}

/**
 * Text with its http(s) addresses as links that carry nothing from here (contract S3).
 * @param {string} text
 * @returns {(string | HTMLElement)[]}
 */
export function withLinks(text) {
  return text.split(LINK).map((part, index) => {
    if (index % 2 === 0) return part;
    return make('a', { href: part, target: '_blank', rel: 'noopener noreferrer nofollow' }, part);
  });
}
