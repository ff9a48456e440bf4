/** Where records live: IndexedDB, or memory where the browser refuses it. Both run work as one transaction. */

export const NAMES = ['identity', 'outbox', 'kept', 'standings', 'messages'];
const OPENING_MS = 10_000;

/**
 * @typedef {object} Table
 * @property {(key: string) => Promise<any>} get
 * @property {(group?: string) => Promise<any[]>} all every record, or those whose key is `[group, …]`
 * @property {(key: string | [string, number], value: unknown) => void} put
 * @property {(key: string) => void} remove
 * @property {(group: string) => void} clear removes those whose key is `[group, …]`
 * @typedef {(table: (name: string) => Table) => Promise<any>} Work
 */

/**
 * Open the tables of a site; `kept` is false when they end with the page.
 * @param {string} site
 */
export async function openTables(site) {
  try {
    const base = await openDatabase('chatserver:' + site);
    return { kept: true, run: (/** @type {Work} */ work) => runOnDisk(base, work) };
  } catch {
    return memoryTables();
  }
}

/** Tables that last as long as the page. */
export function memoryTables() {
  /** @type {Record<string, Map<string, any>>} */
  const tables = Object.fromEntries(NAMES.map((name) => [name, new Map()]));
  return { kept: false, run: (/** @type {Work} */ work) => work((name) => memoryTable(tables[name])) };
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
export function openDatabase(name) {
  return new Promise((done, fail) => {
    // Some browsers neither open nor fail in private windows.
    const late = setTimeout(fail, OPENING_MS);
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => NAMES.forEach((table) => request.result.createObjectStore(table));
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      clearTimeout(late);
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
  });
}

/**
 * Resolves when the transaction is durable, not when its requests have been made.
 * @param {IDBDatabase} base
 * @param {Work} work
 */
function runOnDisk(base, work) {
  return new Promise((done, fail) => {
    const transaction = base.transaction(NAMES, 'readwrite');
    /** @type {any} */
    let result;
    transaction.oncomplete = () => done(result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
    work((name) => diskTable(transaction.objectStore(name))).then((value) => (result = value), fail);
  });
}

/**
 * @param {IDBObjectStore} store
 * @returns {Table}
 */
function diskTable(store) {
  const within = (/** @type {string} */ group) => IDBKeyRange.bound([group], [group, []]);
  return {
    get: (key) => answer(store.get(key)),
    all: (group) => answer(store.getAll(group && within(group))),
    put: (key, value) => void store.put(value, key),
    remove: (key) => void store.delete(key),
    clear: (group) => void store.delete(within(group)),
  };
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function answer(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

/**
 * @param {Map<string, any>} map
 * @returns {Table}
 */
function memoryTable(map) {
  const named = (/** @type {string} */ group) => [...map.keys()].filter((key) => key.startsWith(group + ','));
  return {
    get: async (key) => map.get(key),
    all: async (group) => (group ? named(group) : [...map.keys()]).map((key) => map.get(key)),
    put: (key, value) => void map.set(String(key), value),
    remove: (key) => void map.delete(key),
    clear: (group) => named(group).forEach((key) => map.delete(key)),
  };
}
