/** The parts of a desk that has departments, notices, a greeting or a checklist of its own. */

import { make } from '../dom.js';
import { Announcements } from './announcements.js';
import { Picker } from './picker.js';
import { WaysOut } from './ways_out.js';

/** Words that a department has turned down; they leave again once one takes them. */
const TURNED_DOWN = /^(plan_not_admitted|sign_in_required|unknown_department)$/;

export class DeskParts {
  #session;
  #words;
  #panel;
  #incident;
  #announcements;
  #picker;
  #ways;
  #intro;
  #promise;
  #items = make('ul');
  #checklist;
  #closed = false;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {string} site
   */
  constructor({ body, panel }, session, words, site) {
    this.#session = session;
    this.#words = words;
    this.#panel = panel;
    this.#intro = /** @type {HTMLElement} */ (body.querySelector('.intro'));
    this.#promise = /** @type {HTMLElement} */ (body.querySelector('.promise'));
    this.#incident = new Announcements(words, site, 'status');
    this.#announcements = new Announcements(words, site, 'note');
    const choose = (/** @type {string} */ department) => {
      session.department = department;
      session.connection.send({ t: 'choose', department });
    };
    this.#picker = new Picker(words, choose);
    this.#ways = new WaysOut(words, choose, () => session.signIn);
    this.#checklist = make('div', { class: 'checklist' }, make('p', { class: 'note' }, words.say('widget.checklist')), this.#items);
    panel.firstElementChild?.after(this.#incident.element, this.#announcements.element);
    this.#intro.after(this.#picker.element);
    this.#promise.before(this.#ways.element);
  }

  /**
   * @param {boolean} home
   * @param {boolean} byMail
   */
  update(home, byMail) {
    const { desk, decision, conversation } = this.#session;
    if (!desk || !decision) return;
    const running = conversation.begun && conversation.state?.status !== 'closed';
    const refused = decision.outcome === 'refused' && !running;
    this.#tell(desk.incident);
    this.#announcements.update(desk.notices ?? []);
    this.#picker.update(home ? (desk.departments ?? []) : [], decision.department ?? '');
    this.#ways.update(refused ? decision : undefined);
    if (desk.greeting) /** @type {HTMLElement} */ (this.#intro.firstElementChild).textContent = desk.greeting;
    this.#prepare(home || byMail ? (desk.checklist ?? []) : [], home);
    if (this.#closed && !refused) this.#sendAgain();
    this.#closed = refused;
  }

  /**
   * What does not work now, above all else; put away, its next update comes back.
   * @param {import('../types.js').Incident | null | undefined} incident
   */
  #tell(incident) {
    if (this.#panel.hidden) return; // behind a closed panel nothing is read out
    if (!incident) return this.#incident.update([]);
    const { name, url, updated_at } = incident;
    const time = this.#words.instant(updated_at); // on their own clock, like what has been said
    this.#incident.update([{ key: `${updated_at}`, text: this.#words.say('widget.incident', { name, time }), url }]);
  }

  /**
   * What helps to have ready stands before the first words, then beside the address.
   * @param {string[]} items
   * @param {boolean} home
   */
  #prepare(items, home) {
    this.#checklist.hidden = !items.length;
    if (items.join() !== [...this.#items.children].map((item) => item.textContent).join()) {
      this.#items.replaceChildren(...items.map((item) => make('li', {}, item)));
    }
    if (home) this.#picker.element.after(this.#checklist);
    else this.#promise.append(this.#checklist);
  }

  /** What was turned down has somebody who takes it now. */
  #sendAgain() {
    const { outbox } = this.#session.delivery;
    for (const { cid, state, reason } of outbox.entries) {
      if (state === 'refused' && TURNED_DOWN.test(reason)) void this.#session.delivery.retry(cid);
    }
  }
}
