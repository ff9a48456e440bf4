/** What a page may ask of the widget beyond opening and closing it: `chatserver(verb, value)`. */

/** @typedef {import('../types.js').Context} Context */

const NAME_CHARS = 64;
const NAMES = 30;

/**
 * @typedef {object} Home
 * @property {import('../loader/frame.js').Frame} frame
 * @property {import('../words.js').Words} words
 * @property {import('../types.js').Settings} settings
 * @property {import('./draft.js').Draft} draft
 */

/** @type {Promise<import('./person.js').Person> | undefined} */
let person;

/**
 * Carry out what has been asked, once.
 * @param {[string, unknown][]} calls
 * @param {import('./session.js').Session} session
 * @param {Home} home
 */
export function carryOut(calls, session, home) {
  for (const [verb, value] of calls.splice(0)) {
    if (verb === 'context') session.describe(plain(value));
    else if (verb === 'signin') session.signIn = typeof value === 'function' ? /** @type {() => void} */ (value) : undefined;
    else if (verb === 'identify') void askFor(session, home).then((person) => person?.identify(value));
    else if (verb === 'shutdown') void askFor(session, home).then((person) => person?.shutdown());
    else console.warn('chatserver does not know', verb);
  }
}

/**
 * Whoever the page's server says the visitor is; undefined when that part cannot be fetched.
 * @param {import('./session.js').Session} session
 * @param {Home} home
 */
async function askFor(session, { frame, words, settings, draft }) {
  person ??= import(new URL(__IDENTITY__, import.meta.url).href).then((arrived) => {
    words.add(arrived.words);
    const own = { site: settings.site, draft: draft.key, failed: words.say('widget.identity_failed') };
    return new arrived.Person(session, frame, own);
  });
  try {
    return await person;
  } catch (fault) {
    console.error('chatserver:', fault);
    person = undefined;
    frame.body.hidden = session.delivery.barred = false;
    session.delivery.resume();
    return undefined;
  }
}

/**
 * Flat names and scalars, as the wire wants them; anything else is left out.
 * @param {unknown} values
 * @returns {Context}
 */
function plain(values) {
  const flat = Object.entries(values ?? {}).filter(
    ([name, value]) => name.length <= NAME_CHARS && (value === null || /string|number|boolean/.test(typeof value)),
  );
  return Object.fromEntries(flat.slice(0, NAMES));
}
