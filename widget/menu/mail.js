/** The whole talk by mail, to the address that was left; where there is none it is asked for first, in its usual place. */

import { isBounced } from '../view/capture.js';

const REF = 2; // what we ask is told from others by it

/**
 * @param {import('./entry.js').Home} home
 * @returns {import('./entry.js').Entry}
 */
export function mail({ session, words, capture, tell }) {
  const { conversation, connection, delivery, handlers } = session;
  const { nack } = handlers;
  let waiting = false;
  const send = () => {
    if (!connection.send({ t: 'transcript', conversation: conversation.id, ref: REF })) tell(words.say('widget.menu.later'));
  };
  const ask = () => {
    waiting = true;
    capture.ask(words.say('widget.menu.mail'));
  };
  handlers.transcript_mailed = ({ email }) => tell(words.say('widget.menu.mailed', { email }));
  handlers.nack = (frame) => {
    if (frame.ref !== REF) return nack?.(frame);
    if (frame.reason === 'no_address') return ask();
    const seconds = Math.ceil(frame.retry_after ?? 0);
    tell(words.say(frame.reason === 'too_many' ? 'error.too_many' : 'widget.menu.later', { seconds }));
  };
  const missing = () => !conversation.state?.email || isBounced(conversation);
  return {
    label: words.say('widget.menu.mail'),
    get hidden() {
      return !conversation.begun;
    },
    choose() {
      if (missing()) ask();
      else send();
    },
    update() {
      // The server has it: only now can anything go there.
      if (!waiting || delivery.address.wanted || delivery.address.refused || missing()) return;
      waiting = false;
      capture.ask('');
      send();
    },
  };
}
