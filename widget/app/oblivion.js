/** Forgetting: what this browser held of one person is gone before the next one is known. */

import { newId, newSecret } from './ids.js';
import { NAMES, openDatabase } from './tables.js';

/** @typedef {import('../types.js').Identity} Identity */

/** Somebody nobody knows yet. @returns {Identity} */
export const nobody = () => ({ secret: newSecret(), conversation: newId() });

/**
 * Empty the site's database but for who is there now.
 * @param {string} site
 * @param {Identity} identity
 */
export const erase = (site, identity) =>
  change(site, (store) => {
    for (const name of NAMES) store(name).clear();
    store('identity').put(identity, 'visitor');
    indexedDB.deleteDatabase(`chatserver:${site}:files`);
  });

/**
 * Keep who this is and what they talk in; another conversation's history is no longer theirs to see here.
 * @param {string} site
 * @param {Identity} identity
 * @param {string} [left] the conversation that was shown
 */
export const keep = (site, identity, left) =>
  change(site, (store) => {
    store('identity').put(identity, 'visitor');
    if (!left) return;
    store('messages').delete(IDBKeyRange.bound([left], [left, []]));
    store('standings').delete(left);
  });

/**
 * Whom this browser knows.
 * @param {string} site
 * @returns {Promise<Identity | undefined>}
 */
export async function recall(site) {
  /** @type {IDBRequest<Identity | undefined> | undefined} */
  let asked;
  await change(site, (store) => (asked = store('identity').get('visitor')));
  return asked?.result;
}

/**
 * One transaction; where the browser keeps nothing there is nothing to change.
 * @param {string} site
 * @param {(store: (name: string) => IDBObjectStore) => void} work
 */
async function change(site, work) {
  try {
    const base = await openDatabase('chatserver:' + site);
    await new Promise((done, fail) => {
      const transaction = base.transaction(NAMES, 'readwrite');
      transaction.oncomplete = done;
      transaction.onerror = transaction.onabort = fail;
      work((name) => transaction.objectStore(name));
    });
    base.close();
  } catch {
    // Memory only: it ends with the page.
  }
}
