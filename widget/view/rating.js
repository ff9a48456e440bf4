/** Whether we helped: asked once a talk with a person has ended or gone quiet; may be changed, and explained. */

import { make } from '../dom.js';

const QUIET_MS = 600_000;

export class Rating {
  #session;
  #buttons;
  element;

  /**
   * @param {import('../app/session.js').Session} session
   * @param {import('../words.js').Words} words
   * @param {import('./more.js').More} more where a field for reasons comes from, when there are any
   */
  constructor(session, words, more) {
    this.#session = session;
    const question = words.say('widget.rating');
    this.#buttons = [['yes', 'widget.rating.yes'], ['no', 'widget.rating.no']].map(([verdict, key]) => {
      const button = make('button', { value: verdict }, words.say(key));
      button.onclick = () => {
        session.connection.send({ t: 'rate', conversation: session.conversation.id, verdict });
        if (verdict === 'no') void more.load().then(({ askWhy }) => askWhy(this.element, session, words));
      };
      return button;
    });
    this.element = make('div', { class: 'card', role: 'group', 'aria-label': question }, make('h3', {}, question), make('div', { class: 'ways' }, ...this.#buttons));
  }

  update() {
    const { desk, now, conversation: { state, messages } } = this.#session;
    const last = messages.at(-1);
    const over = state?.status === 'closed' || (last?.body.from === 'agent' && now - last.at > QUIET_MS);
    this.element.hidden = !over || !desk?.rating || !messages.some(({ body }) => body.from === 'agent');
    for (const button of this.#buttons) button.setAttribute('aria-pressed', `${button.value === state?.rating}`);
  }
}
