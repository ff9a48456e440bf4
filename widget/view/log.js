/** The thread on the screen: lines in, elements kept by key, so that nothing jumps and nothing is read out twice. */

import { make } from '../dom.js';

/** @typedef {import('./lines.js').Line} Line */

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/;

export class Log {
  /** @type {Map<string, { node: HTMLElement, foot: HTMLElement }>} */
  #shown = new Map();
  #names;
  #retry;
  #attach;
  element = make('div', { role: 'log' });

  /**
   * @param {{ own: string, agent: string }} names who speaks, for those who cannot see sides
   * @param {(cid: string) => void} retry
   * @param {(node: HTMLElement, line: Line) => void} attach draws the files of a line into it
   */
  constructor(names, retry, attach) {
    this.#attach = attach;
    this.#names = names;
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
  #draw({ key, kind, text }) {
    const foot = make('div', { class: 'foot' });
    const words = make('div', { class: 'words' }, ...withLinks(text));
    const speaker = kind === 'own' || kind === 'agent' ? [make('span', { class: 'unseen' }, this.#names[kind] + ': ')] : [];
    const drawn = { node: make('div', {}, ...speaker, words, foot), foot };
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
