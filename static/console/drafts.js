// What has been typed and not sent, one text a conversation; it outlives switching, reloading and closing.

export class Drafts {
  #shelf;
  #texts = new Map();

  constructor(shelf) {
    this.#shelf = shelf;
    for (const name of shelf.names("draft.")) this.#texts.set(name.slice("draft.".length), shelf.get(name));
  }

  get(conversation) {
    return this.#texts.get(conversation) ?? "";
  }

  set(conversation, text) {
    if (text) this.#texts.set(conversation, text);
    else this.#texts.delete(conversation);
    this.#shelf.set(`draft.${conversation}`, text || null);
  }
}
