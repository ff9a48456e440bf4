/** Whom the visitor asks: one of the desk's departments. */

import { make } from '../dom.js';

/** @typedef {import('../types.js').Department} Department */

/** Beside the name, for who looks before choosing. @type {Record<string, string>} */
const REFUSALS = { sign_in_required: 'widget.department.sign_in', plan_not_admitted: 'widget.department.plan' };

export class Picker {
  #words;
  #list = make('select', { id: 'department', 'aria-describedby': 'about' });
  #about = make('p', { id: 'about', class: 'note' });
  #drawn = '';
  element;

  /**
   * @param {import('../words.js').Words} words
   * @param {(department: string) => void} choose
   */
  constructor(words, choose) {
    this.#words = words;
    const label = make('label', { for: 'department' }, words.say('widget.department'));
    this.element = make('div', { class: 'picker' }, label, make('div', { class: 'choice' }, this.#list), this.#about);
    this.#list.onchange = () => choose(this.#list.value);
  }

  /**
   * @param {Department[]} departments none: there is nothing to choose (any more)
   * @param {string} chosen the key of the one that the decision is about
   */
  update(departments, chosen) {
    this.element.hidden = departments.length < 2;
    const wanted = JSON.stringify(departments);
    // Drawn anew only when it has changed: an open list would close under the visitor's hand.
    if (wanted !== this.#drawn) {
      this.#drawn = wanted;
      this.#list.replaceChildren(...departments.map((one) => make('option', { value: one.key }, this.#name(one))));
    }
    if (this.#list.value !== chosen) this.#list.value = chosen;
    this.#about.textContent = departments.find(({ key }) => key === chosen)?.about ?? '';
  }

  /** @param {Department} department */
  #name({ name, open, refusal }) {
    const state = refusal ? REFUSALS[refusal] : open ? '' : 'widget.channel.closed';
    return state ? `${name} (${this.#words.say(state)})` : name;
  }
}
