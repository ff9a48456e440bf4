/** Which built files are served, and how they are written: with compressed copies, beside those of earlier releases. */

import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const hashed = /^[a-z]+(?:-[a-z]{2,3})?-[0-9a-f]{8,10}\.js(?:\.br)?$/;
/** The newest release, and the two before it: pages that stand open, and copies in caches, still ask for their files. */
const kept = 3;

/**
 * The lists of files of the latest releases, newest first. A release is named once, however often it is built.
 * @param {string[][]} before
 * @param {string[]} files
 * @param {boolean} isRelease
 */
export function releases(before, files, isRelease) {
  const names = files.filter((name) => hashed.test(name)).sort();
  return isRelease && String(before[0]) !== String(names) ? [names, ...before].slice(0, kept) : before;
}

/**
 * Write the files with their copies, and take away what nobody asks for any more. Answers what each one costs.
 * @param {string} folder
 * @param {Record<string, string>} files
 * @param {string[][]} released
 */
export function write(folder, files, released) {
  const wanted = new Set([...Object.keys(files), ...released.flat()]);
  for (const name of readdirSync(folder)) if (hashed.test(name) && !wanted.has(name.replace(/\.br$/, ''))) rmSync(join(folder, name));
  return Object.fromEntries(Object.entries(files).map(([name, text]) => {
    const copy = brotliCompressSync(text);
    // The copy first: a running server reads both again when the plain file has changed.
    put(join(folder, name + '.br'), copy);
    put(join(folder, name), text);
    const integrity = 'sha384-' + createHash('sha384').update(text).digest('base64');
    return [name, { bytes: Buffer.byteLength(text), brotli: copy.length, copy: sha256(copy), integrity }];
  }));
}

/** Nobody is served half a file. */
function put(path, content) {
  writeFileSync(path + '.new', content);
  renameSync(path + '.new', path);
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex');
