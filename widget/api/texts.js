/** Words of the page's own, by the names that static/texts.json lists. */

/** @typedef {import('../types.js').Catalogue} Catalogue */

/**
 * What turns public names into those of the build, which shortens most of them.
 * @param {string} host
 * @returns {Promise<(texts: Catalogue) => Catalogue>}
 */
export async function shortNames(host) {
  /** @type {{ short: string[], long: string[] }} */
  const { short, long } = (await import(host + 'static/' + __NAMES__)).default;
  return (texts) => {
    /** @type {Catalogue} */
    const words = {};
    for (const [name, text] of Object.entries(texts)) {
      const at = short.indexOf(name);
      if (typeof text !== 'string' || (at < 0 && !long.includes(name))) console.warn(`chatserver: texts has no '${name}', or it is no text`);
      else words[at < 0 ? name : at.toString(36)] = text;
    }
    return words;
  };
}
