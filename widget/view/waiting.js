/** Waiting for an agent: the place in the queue, why it rose, and after a while email instead. */

import { make } from '../dom.js';
import { HERE } from '../words.js';

/** @type {Record<string, string>} */
const MOVED = { urgent: 'widget.moved.urgent', returned: 'widget.moved.returned', department: 'widget.moved.department' };

export class Waiting {
  #session;
  #words;
  #place = make('p', { class: 'event place', role: 'status', hidden: '' });
  #question = make('p');
  #offer;
  /** The offer that the visitor has declined. */
  #declined = 0;

  /**
   * @param {import('../loader/frame.js').Frame} frame
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   */
  constructor({ body }, session, words) {
    this.#session = session;
    this.#words = words;
    const wait = make('button', { class: 'change' }, words.say('widget.wait.on'));
    const mail = make('button', { class: 'main' }, words.say('widget.wait.email'));
    this.#offer = make('div', { class: 'card longer', hidden: '' }, this.#question, make('div', { class: 'row' }, wait, mail));
    body.querySelector('.notice')?.after(this.#place, this.#offer);
    wait.onclick = () => {
      this.#declined = session.conversation.state?.email_by ?? 0;
      this.update();
    };
    mail.onclick = () => session.connection.send({ t: 'wait', conversation: session.conversation.id, choice: 'email' });
  }

  update() {
    const { position = 0, moved = '', email_by: by } = this.#session.conversation.state ?? {};
    const { decision, now } = this.#session;
    const why = MOVED[moved] ? this.#words.say(MOVED[moved]) + ' ' : '';
    const text = why + this.#words.say(position > 1 ? 'widget.place' : 'widget.place.next', { n: position - 1 });
    this.#place.hidden = !position;
    if (this.#place.textContent !== text) this.#place.textContent = text;
    this.#offer.hidden = !by || by === this.#declined;
    if (by) this.#question.textContent = this.#words.say('widget.wait.question', { promise: this.#words.promise(by, decision?.zone, now, HERE) });
  }
}
