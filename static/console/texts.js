// The catalogue, the same file the server and the mails use; nothing on screen is worded anywhere else.

const RETRY_MS = 3000;

export class Texts {
  #catalogue;

  constructor(catalogue, language) {
    this.#catalogue = catalogue;
    this.language = language;
  }

  /** Whether the catalogue has the key; for keys that come over the wire. */
  has(key) {
    return Object.hasOwn(this.#catalogue, key);
  }

  /** The text of a key with its {values} filled in; an unknown key shows itself rather than blanking the screen. */
  say(key, values = {}) {
    const pattern = this.#catalogue[key] ?? key;
    return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }
}

/** Fetch a language's catalogue, trying again until it is there: without words there is no console. */
export async function loadTexts(language) {
  for (;;) {
    try {
      const answer = await fetch(`/api/texts/${language}`);
      if (answer.ok) return new Texts(await answer.json(), language);
      console.error("texts", answer.status);
    } catch (fault) {
      console.error("texts", fault);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
