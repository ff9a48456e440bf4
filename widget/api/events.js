/** What a page may listen for; who listens to a state hears at once how it stands. */

/** @typedef {(value: any) => void} Callback */
/** @typedef {{ callback: Callback, once: boolean }} Listener */

/** States, by name: they are told when they change, and to who asks. */
const STATES = ['ready', 'open', 'unread', 'availability', 'conversation'];
const NAMES = [...STATES, 'close', 'message', 'error'];

export class Events {
  #home;
  /** @type {Map<string, Listener[]>} */ #listeners = new Map(NAMES.map((name) => [name, []]));
  /** @type {Record<string, unknown>} */ #states;
  /** @type {(() => void)[]} */ #waiting = [];
  #conversation = '';
  #seq = 0;
  #since = Infinity;
  #stopped = false;

  /** @param {import('../types.js').Home} home */
  constructor(home) {
    this.#home = home;
    this.#states = statesOf(home);
  }

  /**
   * @param {string} name
   * @param {Callback} callback
   * @param {{ once?: boolean }} [how] once: hear the next change, not how it stands; `ready` is ready for good
   */
  on(name, callback, { once = false } = {}) {
    const listeners = this.#of(name);
    if (typeof callback !== 'function') throw new TypeError('nobody to call back');
    const listener = { callback, once };
    const now = this.#states[name];
    const tells = STATES.includes(name) && now !== undefined && (!once || name === 'ready');
    if (!(tells && once)) listeners.push(listener);
    if (tells) call(listener, now);
  }

  /**
   * @param {string} name
   * @param {Callback} [callback] all of them when left out
   */
  off(name, callback) {
    const listeners = this.#of(name);
    listeners.splice(0, listeners.length, ...listeners.filter((one) => callback && one.callback !== callback));
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  tell(name, value) {
    const listeners = this.#of(name);
    for (const listener of [...listeners]) {
      if (!listeners.includes(listener)) continue; // the one before has sent it away
      if (listener.once) listeners.splice(listeners.indexOf(listener), 1);
      call(listener, value);
    }
  }

  /**
   * What a look at the widget gives, once it gives something.
   * @template T
   * @param {() => T | null | undefined} look
   * @returns {Promise<T>}
   */
  until(look) {
    return new Promise((done) => {
      const again = () => {
        const found = look();
        if (found) done(found);
        else this.#waiting.push(again);
      };
      again();
    });
  }

  /** Something may have changed. */
  told() {
    const before = this.#states;
    const now = (this.#states = statesOf(this.#home));
    for (const name of STATES) if (now[name] !== before[name] && now[name] !== undefined) this.tell(name, now[name]);
    if (before.open && !now.open) this.tell('close', undefined);
    this.#tellMessages();
    const stopped = !!this.#home.running?.session.connection.stopped;
    if (stopped && !this.#stopped) this.tell('error', { code: 'stopped' });
    this.#stopped = stopped;
    for (const again of this.#waiting.splice(0)) again();
  }

  /** What has been said since the page is here; never the words: whatever else runs in the page hears them too. */
  #tellMessages() {
    const session = this.#home.running?.session;
    // By the server's clock, which comes with its first decision; history is no news.
    if (!session?.decision) return;
    const { id, messages, seq } = session.conversation;
    if (id !== this.#conversation) [this.#conversation, this.#seq, this.#since] = [id, 0, session.decision.now];
    for (const message of messages) {
      const { from } = message.body;
      if (message.seq > this.#seq && message.at >= this.#since && from !== 'system') this.tell('message', { from, at: message.at });
    }
    this.#seq = Math.max(seq, this.#seq);
  }

  /** @param {string} name */
  #of(name) {
    const listeners = this.#listeners.get(name);
    if (!listeners) throw new TypeError(`there is no event '${String(name)}'`);
    return listeners;
  }
}

/**
 * @param {Listener} listener
 * @param {unknown} value
 */
function call({ callback }, value) {
  try {
    callback(value);
  } catch (fault) {
    console.error('chatserver: a listener has failed', fault);
  }
}

/**
 * @param {import('../types.js').Home} home
 * @returns {Record<string, unknown>} undefined: there is nothing to tell
 */
function statesOf({ frame, running }) {
  const session = running?.session;
  return {
    'ready': frame ? true : undefined,
    'open': frame?.isOpen ? true : undefined,
    'unread': session?.conversation.unread ?? 0,
    'availability': session?.decision?.outcome ?? 'unknown',
    'conversation': session?.conversation.state?.status ?? 'none',
  };
}
