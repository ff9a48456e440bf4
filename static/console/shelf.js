// What must outlive a reload: one JSON value a name in localStorage, in memory where the browser refuses that.

export class Shelf {
  #prefix;
  #memory = new Map();

  /** `prefix` names site and agent: another agent signing in on this browser finds nothing of ours. */
  constructor(prefix) {
    this.#prefix = `chatserver.console.${prefix}.`;
  }

  /** The value of a name, or null. */
  get(name) {
    const text = this.#memory.get(name) ?? this.#read(name);
    return text ? JSON.parse(text) : null;
  }

  /** Keep a value; null forgets it. */
  set(name, value) {
    if (value === null) this.#memory.delete(name);
    try {
      if (value === null) localStorage.removeItem(this.#prefix + name);
      else localStorage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch (fault) {
      console.warn("not kept across a reload", fault.name);
      if (value !== null) this.#memory.set(name, JSON.stringify(value));
    }
  }

  /** Names that begin so. */
  names(start) {
    try {
      const all = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix + start));
      return all.map((key) => key.slice(this.#prefix.length));
    } catch {
      return [...this.#memory.keys()].filter((name) => name.startsWith(start));
    }
  }

  #read(name) {
    try {
      return localStorage.getItem(this.#prefix + name);
    } catch {
      return null;
    }
  }
}
