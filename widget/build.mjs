/**
 * Build the widget: `node widget/build.mjs` writes static/widget.js, the same as static/widget-HASH.js, its parts as
 * static/PART-LANGUAGE-HASH.js, a brotli copy (`.br`) of each, and static/manifest.json.
 * With `--release` what is built is noted as a release: its files are served until the third release after it.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { minify } from 'terser';
import { releases, write } from './releases.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, 'static');
const target = ['safari16.4', 'firefox101', 'chrome99'];
const languages = ['vi', 'en'];
const typos = 'chatserver/data/address_typos.json';

/** Names of ours that a minifier may shorten everywhere: on no wire, in no browser interface. */
const own = `
  active adopt amend attach attached barred broken calls cede complete compose connection cursor delivery describe discard
  early element empty explain fault follows foot forget handlers hear heard held heldFor holds isOpen keepAddress kept
  keptOf kind leave leaveAddress lineOf lines listen markRead mayListen obey offerAgain orphans outbox pages panel
  percent prepared present preview proof ready refuse refused restore resume running saw seen settle skew standing staying stopped tell
  told tooLong turnTo turns unread update waiting wake want wanted wrote
`.trim().split(/\s+/);
for (const one of [[], '', 0, () => {}, new Map(), new Set(), Promise.resolve(), new Date(), /x/, Object]) {
  for (const name of own) if (name in Object(one)) throw new Error(`${name} is a name of the language`);
}
const mangleCache = Object.fromEntries(own.map((name, at) => [name, '$' + at.toString(36)]));

/** Reasons that the app has no sentence for: the greeting says the first, and who is refused is told by the server's words. */
const unsaid = ['agent_free', 'email_chosen', 'plan_not_admitted', 'sign_in_required', 'unknown_department'].map((reason) => 'decision.' + reason);

/** What a visitor can be told of a refusal; those of the desk come with the departments that refuse. */
const refusals = ['bad_email', 'blocked', 'internal', 'storage_full', 'text_too_long', 'too_many', 'unavailable'].map((reason) => 'error.' + reason);
const refusalsOfDesks = ['plan_not_admitted', 'sign_in_required', 'unknown_department'].map((reason) => 'error.' + reason);

/** Pages that have never said who somebody is know the first one only. */
const refusalsOfNobody = ['error.identity_required'];
const ofIdentity = ['widget.identity_failed', 'error.identity_lapsed', 'error.identity_other'];

const read = (path) => readFileSync(join(root, path), 'utf8');
const hash = (text) => createHash('sha256').update(text).digest('hex');

/** Every file that the built ones are made of, as paths from the root. */
function sources() {
  const inside = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|mjs|css)$|^package-lock\.json$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules'));
  return [...inside, typos].sort();
}

/** Text keys that the sources name: whole ones, and all that begin with one that ends in a dot. */
function keysIn(paths, catalogue) {
  const named = new Set();
  for (const path of paths.filter((path) => path.endsWith('.js'))) {
    for (const [, key] of read(path).matchAll(/['`]((?:widget|date|system|decision|error|promise)\.[a-z_.0-9]*)/g)) named.add(key);
  }
  const prefixes = [...named].filter((key) => key.endsWith('.') && !/^(error|system)\./.test(key));
  const completed = (key) => !unsaid.includes(key) && prefixes.some((prefix) => key.startsWith(prefix));
  return Object.keys(catalogue).filter((key) => named.has(key) || completed(key)).sort();
}

/** Style sheets become strings, shortened like the scripts. */
const styles = {
  name: 'styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true, target });
      // A space after the colon of a custom property is its own, so esbuild keeps it; our own mean nothing.
      return { contents: code.trim().replace(/(--\w+): /g, '$1:').replace(/ }/g, '}'), loader: 'text' };
    });
  },
};

/** The table of slips, as rows of what is meant and all its slips: shorter than pairs. */
const slips = {
  name: 'slips',
  setup({ onLoad }) {
    /** @param {Record<string, string>} pairs */
    const rows = (pairs) => [...new Set(Object.values(pairs))].map((meant) => [meant, ...Object.keys(pairs).filter((slip) => pairs[slip] === meant)].join(' '));
    onLoad({ filter: /address_typos\.json$/ }, ({ path }) => {
      const { domains, tlds } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ domains: rows(domains), tlds: rows(tlds) }), loader: 'json' };
    });
  },
};

/** App and extras make their elements with what the loader has brought for its own: once is enough on the wire. */
const lent = {
  name: 'lent',
  setup({ initialOptions, onLoad }) {
    if (!/(start|extras)\.js$/.test(initialOptions.entryPoints[0])) return;
    onLoad({ filter: /widget\/dom\.js$/ }, () => ({ contents: 'export let make, icon; export const lend = (frame) => { ({ make, icon } = frame); };' }));
  },
};

/** The files of ours that an entry draws in. */
async function drawnIn(entry) {
  const { metafile } = await build({
    entryPoints: [join(here, entry)], bundle: true, format: 'esm', plugins: [styles], write: false, metafile: true,
    absWorkingDir: root,
  });
  return Object.keys(metafile.inputs);
}

async function bundle(entry, format, define, shorten = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, format, target, define,
    tsconfigRaw: {}, mangleProps: new RegExp(`^(${own.join('|')})$`), mangleCache,
    plugins: [styles, slips, lent, shortKeys(shorten)], write: false, charset: 'utf8', legalComments: 'none', logLevel: 'warning',
  });
  const { code } = await minify(outputFiles[0].text, {
    module: format === 'esm', ecma: 2020, compress: { passes: 3, sequences: false, unsafe: true, unsafe_arrows: true, pure_getters: true }, format: { ascii_only: false },
  });
  // Modules are strict anyway, and the loader has nothing that would be another thing without.
  return code.replace('"use strict";', '') + '\n';
}

/** Text keys that are only ever written whole get short names, in the scripts as in the words that come with them. */
function shortKeys(short) {
  return {
    name: 'short keys',
    setup({ onLoad }) {
      onLoad({ filter: /\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(/'((?:widget|date|promise)\.[a-z_.]+)'/g, (all, key) => (short[key] ? `'${short[key]}'` : all)),
      }));
    },
  };
}

const paths = sources();
const source = hash(paths.map((path) => `${path}\0${read(path)}\0`).join(''));
const catalogues = Object.fromEntries(languages.map((name) => [name, JSON.parse(read(`chatserver/data/texts/${name}.json`))]));
const inLoader = (path) => path.startsWith('widget/loader/');
/** Events that a fresh conversation soon shows; the words of all others arrive beside the app. */
const early = ['system.joined', 'system.closed'];
const events = Object.keys(catalogues.vi).filter((key) => key.startsWith('system.'));
const inApp = (await drawnIn('app/start.js')).filter((path) => !inLoader(path));
const app = [...new Set([...keysIn(inApp, catalogues.vi), ...early, ...refusals])].sort();
const late = [...keysIn(await drawnIn('extras.js'), catalogues.vi), ...events, ...refusalsOfNobody, ...refusalsOfDesks];
const extras = [...new Set(late)].filter((key) => !app.includes(key) && !ofIdentity.includes(key)).sort();
const keys = {
  loader: keysIn(paths.filter(inLoader), catalogues.vi),
  app,
  extras,
  identity: ofIdentity,
};
/** Parts that come only where they are needed, after app and extras: each `NAME.js` is named `__NAME__` in extras. */
const onDemand = ['identity', 'hosted', 'menu'];
for (const part of onDemand) keys[part] ??= keysIn(await drawnIn(`${part}.js`), catalogues.vi).filter((key) => ![...app, ...extras].includes(key));
const pick = (language, keys) => Object.fromEntries(keys.map((key) => [short[key] ?? key, catalogues[language][key]]));
const short = Object.fromEntries(Object.values(keys).slice(1).flat().filter((key) => /^(widget|date|promise)\./.test(key)).map((key, at) => [key, at.toString(36)]));

/** One hash for all parts, over all of them: known last, so eight letters hold its place. A name of each part's own weighs more. */
const PLACE = '@BUILD@@';
const parted = {};
const named = (name, text) => {
  const file = `${name}-${PLACE}.js`;
  parted[file] = text;
  return file;
};
const apps = {};
const besides = {};
const identities = {};
const privacy = named('privacy', await bundle('privacy.js', 'esm', {}, short));
const poll = named('poll', await bundle('poll.js', 'esm', {}, short));
const phone = named('phone', await bundle('phone.js', 'esm', {}, short));
for (const name of languages) {
  /** @type {Record<string, string>} */
  const parts = {};
  for (const part of onDemand) {
    const words = { __WORDS__: JSON.stringify(pick(name, keys[part])) };
    parts[part] = named(`${part}-${name}`, await bundle(`${part}.js`, 'esm', words, short));
  }
  identities[name] = parts.identity;
  const places = { poll, phone, ...parts };
  const words = { __WORDS__: JSON.stringify(pick(name, keys.extras)) };
  for (const [part, file] of Object.entries(places)) words[`__${part.toUpperCase()}__`] = JSON.stringify(file);
  const extras = (besides[name] = named(`extras-${name}`, await bundle('extras.js', 'esm', words, short)));
  const define = { __WORDS__: JSON.stringify(pick(name, keys.app)), __EXTRAS__: JSON.stringify(extras), __PRIVACY__: JSON.stringify(privacy) };
  apps[name] = named(`app-${name}`, await bundle('app/start.js', 'esm', define, short));
}
const shown = [...new Set([...keys.loader, ...keys.app, ...keys.extras, ...keys.identity, ...keys.menu])].sort();
const names = named('names', `export default ${JSON.stringify({ short: Object.keys(short), long: shown.filter((key) => !(key in short)) })};\n`);
const api = named('app-api', await bundle('api.js', 'esm', {
  __IDENTITIES__: JSON.stringify(identities), __NAMES__: JSON.stringify(names), __PARTS_BUILT__: JSON.stringify(source.slice(0, 10)),
}, short));
parted['widget.js'] = await bundle('loader/main.js', 'iife', {
  __BUILD__: JSON.stringify(PLACE),
  __LAUNCHER__: JSON.stringify(Object.fromEntries(languages.map((name) => [name, catalogues[name][keys.loader[0]]]))),
}, short);

// For a loader that outlives the file it names, or could not have it.
for (const [part, file] of Object.entries({ ...apps, api })) parted[`app-${part}.js`] = `export * from './${file}?again';\n`;
const pinned = named('widget', parted['widget.js']);
const built = hash(Object.entries(parted).map(([name, text]) => `${name}\0${text}\0`).join('')).slice(0, 8);
const settled = (text) => text.replaceAll(PLACE, built);
const files = Object.fromEntries(Object.entries(parted).map(([name, text]) => [settled(name), settled(text)]));

let before = {};
try {
  before = JSON.parse(read('static/manifest.json'));
} catch {
  // The first build.
}
const released = releases(before.released ?? [], files, process.argv.includes('--release'));

const manifest = {
  source,
  apps,
  extras: besides,
  privacy,
  poll,
  phone,
  api,
  names,
  shown,
  keys,
  words: Object.fromEntries(Object.keys(keys).map((part) => [part, Object.fromEntries(languages.map((name) => [name, hash(JSON.stringify(keys[part].map((key) => catalogues[name][key])))]))])),
  loader: pinned,
  files: write(out, files, released),
  released,
};
// What a page may word otherwise, for whoever builds one.
const texts = Object.fromEntries(shown.map((key) => [key, Object.fromEntries(languages.map((name) => [name, catalogues[name][key]]))]));
writeFileSync(join(out, 'texts.json'), JSON.stringify(texts, null, 1) + '\n');
writeFileSync(join(out, 'manifest.json'), settled(JSON.stringify(manifest, null, 2)) + '\n');
for (const [name, { bytes, brotli }] of Object.entries(manifest.files)) console.log(name.padEnd(22), bytes, 'bytes,', brotli, 'brotli');
