/** What this browser remembers of a site: who it is, what is not yet sent, what has been said. */

import { newId, newSecret } from './ids.js';
import { memoryTables, openTables } from './tables.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').Identity} Identity */
/** @typedef {import('../types.js').Kept} Kept */
/** @typedef {import('../types.js').Message} Message */
/** @typedef {import('../types.js').Standing} Standing */
/** @typedef {import('./tables.js').Table} Table */

const KEPT_MESSAGES = 50; // contract R11
const KEPT_MS = 86_400_000;

export class Store {
  #tables;
  /** False once something could not be put on disk: then nothing may claim that it is kept. */
  kept;

  /** @param {Awaited<ReturnType<typeof openTables>>} tables */
  constructor(tables) {
    this.#tables = tables;
    this.kept = tables.kept;
  }

  /** @param {string} site */
  static async open(site) {
    return new Store(await openTables(site));
  }

  /**
   * Everything at the start; secret and conversation id are made here, once for all tabs (contract R1).
   * @returns {Promise<{ identity: Identity, standing: Standing | undefined, messages: Message[], entries: Entry[] }>}
   */
  load() {
    return this.#run(async (table) => {
      const identity = await identify(table('identity'));
      return {
        identity,
        standing: await table('standings').get(identity.conversation),
        messages: await table('messages').all(identity.conversation),
        entries: await table('outbox').all(),
      };
    });
  }

  /**
   * Put a message in the outbox, in one transaction with the identity it is sent under (contract R1).
   * @param {Entry} entry
   * @param {string} [instead] the cid that it replaces
   */
  put(entry, instead = entry.cid) {
    return this.#run(async (table) => {
      await identify(table('identity'), entry.conversation);
      table('outbox').remove(instead);
      table('outbox').put(entry.cid, entry);
    });
  }

  /** @param {string} cid */
  remove(cid) {
    return this.#run(async (table) => table('outbox').remove(cid));
  }

  /** @returns {Promise<Entry[]>} */
  entries() {
    return this.#run((table) => table('outbox').all());
  }

  /**
   * Out of the outbox, into what is offered again after `reset: diverged` (contract R11).
   * @param {Kept} kept
   */
  settle(kept) {
    return this.#run(async (table) => {
      table('outbox').remove(kept.cid);
      const own = table('kept');
      own.put(kept.cid, kept);
      const all = await own.all();
      const stay = fresh(all, kept.acked_at);
      for (const entry of all) if (!stay.includes(entry)) own.remove(entry.cid);
    });
  }

  /**
   * Own confirmed messages that must be offered again, oldest first.
   * @param {string} conversation
   * @param {number} now
   * @returns {Promise<Kept[]>}
   */
  async keptOf(conversation, now) {
    const all = await this.#run((table) => table('kept').all());
    return fresh(all, now).filter((entry) => entry.conversation === conversation);
  }

  /**
   * Remember messages and where they leave the conversation, together.
   * @param {string} conversation
   * @param {Standing} standing
   * @param {Message[]} messages
   */
  apply(conversation, standing, messages) {
    return this.#run(async (table) => {
      for (const message of messages) table('messages').put([conversation, message.seq], message);
      const stored = await table('standings').get(conversation);
      // Another tab may be further along.
      if (stored?.epoch === standing.epoch && stored.seq > standing.seq) return;
      table('standings').put(conversation, standing);
    });
  }

  /** @param {string} conversation what is talked in from now on */
  turn(conversation) {
    return this.#run(async (table) => {
      const known = await identify(table('identity'), conversation);
      table('identity').put('visitor', { ...known, conversation });
    });
  }

  /** @param {string} conversation */
  forget(conversation) {
    return this.#run(async (table) => {
      table('messages').clear(conversation);
      table('standings').remove(conversation);
    });
  }

  /** @param {import('./tables.js').Work} work */
  async #run(work) {
    try {
      return await this.#tables.run(work);
    } catch {
      // Disk full, or storage cleared under us: go on in memory, and do not say that anything is kept.
      this.kept = false;
      this.#tables = memoryTables();
      return this.#tables.run(work);
    }
  }
}

/**
 * @param {Table} table
 * @param {string} conversation what the identity to make shall talk in
 * @returns {Promise<Identity>}
 */
async function identify(table, conversation = newId()) {
  const known = await table.get('visitor');
  if (known) return known;
  const identity = { secret: newSecret(), conversation };
  table.put('visitor', identity);
  return identity;
}

/**
 * @param {Kept[]} kept
 * @param {number} now
 */
function fresh(kept, now) {
  const recent = kept.filter((entry) => now - entry.acked_at < KEPT_MS).sort((a, b) => a.seq - b.seq);
  return recent.slice(-KEPT_MESSAGES);
}
