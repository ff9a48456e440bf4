/** One conversation as this client holds it: dense messages, a cursor, a versioned state (contract R7, R9). */

/** @typedef {import('../types.js').Message} Message */
/** @typedef {import('../types.js').Standing} Standing */
/** @typedef {import('../types.js').State} State */
/** @typedef {'applied' | 'known' | 'hole' | 'diverged'} Outcome */

export class Conversation {
  /** @type {Message[]} */
  messages = [];
  /** @type {State | null} */
  state = null;
  epoch = '';
  seq = 0;
  h = '';
  /** Up to here the visitor has seen it, in any tab. */
  read = 0;

  /** @param {string} id */
  constructor(id) {
    this.id = id;
  }

  /** @returns {Standing} */
  get standing() {
    return { epoch: this.epoch, seq: this.seq, h: this.h, read: this.read, state: this.state };
  }

  /** Something of it is stored on the server. An ack says so before any state has named the epoch. */
  get begun() {
    return this.epoch !== '' || this.seq > 0;
  }

  /** What `hello` says about it. Before any state has named the epoch the chain hash alone proves our place. */
  get cursor() {
    const { id, epoch, seq, h } = this;
    return { id, epoch, last_seq: seq, last_h: h };
  }

  get unread() {
    return this.messages.filter((message) => message.seq > this.read && message.body.from === 'agent').length;
  }

  /** Whether the visitor has said anything that was stored. */
  get wrote() {
    return this.messages.some(({ body }) => body.from === 'visitor');
  }

  /**
   * Whether an own message is among what is held.
   * @param {string} cid
   */
  holds(cid) {
    return this.messages.some(({ body }) => body.from === 'visitor' && body.cid === cid);
  }

  /**
   * Take up what was stored in this browser, unless it does not hang together.
   * @param {Standing | undefined} standing
   * @param {Message[]} messages
   */
  restore(standing, messages) {
    const last = messages.at(-1);
    const dense = messages.every((message, at) => !at || message.seq === messages[at - 1].seq + 1);
    if (!standing || !dense || last?.seq !== standing.seq || last.h !== standing.h) return;
    Object.assign(this, { messages, ...standing });
  }

  /**
   * Become another one, of which nothing is held yet.
   * @param {string} id
   * @param {string} epoch '' of one that is to begin
   */
  turn(id, epoch) {
    this.reset();
    Object.assign(this, { id, epoch, read: 0 });
  }

  /** Forget everything; a snapshot follows. */
  reset() {
    Object.assign(this, { messages: [], state: null, epoch: '', seq: 0, h: '' });
  }

  /**
   * One page of catch-up; after a reset it may begin anywhere, for the oldest may have been trimmed.
   * @param {string} epoch
   * @param {Message[]} page
   * @returns {Outcome}
   */
  page(epoch, page) {
    if (this.epoch && epoch !== this.epoch) return 'diverged';
    this.epoch = epoch;
    /** @type {Outcome} */
    let outcome = 'known';
    for (const message of page) {
      const one = this.#take(message, !this.seq);
      if (one === 'hole' || one === 'diverged') return one;
      if (one === 'applied') outcome = one;
    }
    return outcome;
  }

  /**
   * One message, live: only last + 1 is applied (contract R9).
   * @param {Message} message
   * @returns {Outcome}
   */
  live(message) {
    return this.#take(message, false);
  }

  /**
   * A newer state replaces the one we hold; an older one is ignored.
   * @param {State} state
   * @returns {boolean} false when it speaks of another epoch than ours
   */
  update(state) {
    if (this.epoch && state.epoch !== this.epoch) return false;
    this.epoch = state.epoch;
    if (!this.state || state.version >= this.state.version) this.state = state;
    this.saw(state.read_by_visitor);
    return true;
  }

  /** @param {number} seq how far the visitor has read */
  saw(seq) {
    this.read = Math.max(this.read, seq);
  }

  /** @param {number} seq how far an agent has read */
  seen(seq) {
    if (this.state) this.state = { ...this.state, read_by_agent: Math.max(seq, this.state.read_by_agent) };
  }

  /**
   * @param {Message} message
   * @param {boolean} anywhere
   * @returns {Outcome}
   */
  #take(message, anywhere) {
    if (message.seq <= this.seq) {
      const held = this.messages[message.seq - this.messages[0]?.seq];
      return held && held.h !== message.h ? 'diverged' : 'known';
    }
    if (message.seq > this.seq + 1 && !anywhere) return 'hole';
    this.messages.push(message);
    this.seq = message.seq;
    this.h = message.h;
    return 'applied';
  }
}
