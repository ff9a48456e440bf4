/** The bytes of files that are not yet said: in a database of their own, so that a page that is killed goes on. */

/**
 * @typedef {object} Kept
 * @property {string} id
 * @property {string} name
 * @property {Blob} blob
 * @property {string} tab in whose tray it lies, until it is sent
 * @property {number} at
 */

const LIFE_MS = 6 * 86_400_000; // as long as the words that they go with are repeated (contract R4)

export class Blobs {
  #name;
  /** Where the browser keeps nothing, as long as the page lasts. @type {Map<string, Kept>} */
  #here = new Map();

  /** @param {string} site */
  constructor(site) {
    this.#name = `chatserver:${site}:files`;
  }

  /** @param {Kept} kept */
  async put(kept) {
    this.#here.set(kept.id, kept);
    await this.#run((store) => store.put(kept));
  }

  /**
   * What is kept and not too old; the rest is taken away.
   * @returns {Promise<Kept[]>}
   */
  async all() {
    /** @type {Kept[]} */
    const kept = (await this.#run((store) => store.getAll())) ?? [...this.#here.values()];
    return kept.filter(({ id, at }) => Date.now() - at < LIFE_MS || void this.remove(id));
  }

  /** @param {string} id */
  remove(id) {
    this.#here.delete(id);
    return this.#run((store) => store.delete(id));
  }

  /**
   * One transaction; undefined where the browser refuses. Closed at once: nobody who forgets a person has to wait.
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>}
   */
  #run(work) {
    return new Promise((done) => {
      const opening = indexedDB.open(this.#name);
      opening.onupgradeneeded = () => opening.result.createObjectStore('blobs', { keyPath: 'id' });
      opening.onerror = () => done(undefined);
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('blobs', 'readwrite');
        const request = work(transaction.objectStore('blobs'));
        transaction.oncomplete = () => done(request.result);
        transaction.onabort = () => done(undefined);
        opening.result.close();
      };
    }).catch(() => undefined);
  }
}
