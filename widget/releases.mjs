/** Which built files are served, and how they are written: with compressed copies, beside those of earlier releases. */

import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const hashed = /^[a-z]+(?:-[a-z]{2,3})?-[0-9a-f]{8,10}\.js(?:\.br)?$/;
/** The newest release, and the two before it: pages that stand open, and copies in caches, still ask for their files. */
const kept = 3;

/**
 * The files of the latest releases with what a page could ask of each, newest first. A release is named once, however
 * often it is built.
 * @param {Record<string, string>[]} before
 * @param {Record<string, string>} files
 * @param {boolean} isRelease
 */
export function releases(before, files, isRelease) {
  const names = Object.keys(files).filter((name) => hashed.test(name)).sort();
  if (!isRelease || String(Object.keys(before[0] ?? {})) === String(names)) return before;
  return [Object.fromEntries(names.map((name) => [name, integrity(files[name])])), ...before].slice(0, kept);
}

/**
 * Write the files with their copies, and take away what nobody asks for any more. Answers what each one costs.
 * @param {string} folder
 * @param {Record<string, string>} files
 * @param {Record<string, string>[]} released
 */
export function write(folder, files, released) {
  const wanted = new Set([...Object.keys(files), ...released.flatMap(Object.keys)]);
  for (const name of readdirSync(folder)) if (hashed.test(name) && !wanted.has(name.replace(/\.br$/, ''))) rmSync(join(folder, name));
  return Object.fromEntries(Object.entries(files).map(([name, text]) => {
    const copy = squeezed(text);
    // The copy first: a running server reads both again when the plain file has changed.
    put(join(folder, name + '.br'), copy);
    put(join(folder, name), text);
    return [name, { bytes: Buffer.byteLength(text), brotli: copy.length, copy: sha256(copy), integrity: integrity(text) }];
  }));
}

/**
 * The shortest of several encodings: which window and distances suit a file best shows only when it is tried.
 * @param {string} text
 */
function squeezed(text) {
  const isSmall = text.length < 8_000;
  const copies = (isSmall ? [10, 11, 12, 13] : [15, 16, 22]).flatMap((window) =>
    (isSmall ? [[0, 0], [0, 8], [1, 0], [2, 0], [3, 0]] : [[0, 0], [3, 0]]).map(([postfix, direct]) =>
      brotliCompressSync(text, {
        params: {
          [constants.BROTLI_PARAM_LGWIN]: window,
          [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
          [constants.BROTLI_PARAM_NDIRECT]: direct,
        },
      })));
  return copies.reduce((best, copy) => (copy.length < best.length ? copy : best));
}

/** Nobody is served half a file. */
function put(path, content) {
  writeFileSync(path + '.new', content);
  renameSync(path + '.new', path);
}

const integrity = (text) => 'sha384-' + createHash('sha384').update(text).digest('base64');
const sha256 = (content) => createHash('sha256').update(content).digest('hex');
