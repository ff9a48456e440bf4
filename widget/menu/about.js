/** What agents see of this browser: the server answers with what it shows them, so that nothing can be left out. */

import { make } from '../dom.js';
import { HERE } from '../words.js';
import { asking } from './asking.js';

/** @typedef {import('../types.js').PageView} PageView */

/**
 * @param {import('./entry.js').Home} home
 * @returns {import('./entry.js').Entry}
 */
export function about(home) {
  const { session, words, settings, sheet } = home;

  /**
   * @param {string} key of the name
   * @param {...(string | null | undefined)} lines empty ones are not there
   */
  const part = (key, ...lines) => {
    const shown = lines.filter(Boolean).map((line) => make('dd', {}, /** @type {string} */ (line)));
    return shown.length ? [make('dt', {}, words.say(key)), ...shown] : [];
  };

  /** @param {PageView} page */
  const wordPage = ({ url, title, at }) => [at && words.instant(at, undefined, session.now, HERE), title, url].filter(Boolean).join(' · ');

  const privacy = () => {
    const link = session.desk?.privacy_url ?? '';
    // A path is the server's own page, not one of the page that we are on.
    const href = link.replace(/^\//, settings.host);
    return /^https?:/.test(href) ? [make('a', { href, target: '_blank', rel: 'noopener' }, words.say('widget.privacy.details'))] : [];
  };

  /** @param {string} tag */
  const nameLanguage = (tag) => {
    try {
      return new Intl.DisplayNames(settings.language, { type: 'language' }).of(tag);
    } catch {
      return tag; // the page has written anything
    }
  };

  const ask = asking(home, 'about', ({ trail, context, contact }) => {
    const [page, ...before] = trail.length ? trail : [session.pages.here];
    const told = Object.entries(context).map(([name, value]) => `${name}: ${value}`);
    sheet.show(
      words.say('widget.about'),
      make('p', { class: 'note' }, words.say('widget.about.with_words')),
      make('dl', {},
        ...part('widget.about.page', page.title, page.url, page.referrer && words.say('widget.about.from', { url: page.referrer })),
        ...part('widget.about.before', ...before.map(wordPage)),
        ...part('widget.about.browser', words.say('widget.about.language', { language: [...new Set([settings.language, page.language || settings.language].map(nameLanguage))].join(', ') }), page.screen, page.zone),
        ...part('widget.about.context', ...told),
        ...part('widget.about.contact', contact?.name, contact?.email, contact?.plan),
        ...part('widget.about.email', session.conversation.state?.email),
      ),
      make('p', {}, words.say('widget.about.never'), ' ', ...privacy()),
    );
  });
  return { label: words.say('widget.about'), hidden: false, choose: ask };
}
