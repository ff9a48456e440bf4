/** Typo help for an address, from the table that the server uses (chatserver/data/address_typos.json). */

import typos from '../../chatserver/data/address_typos.json';

/** Rows of what is meant and its slips, as build.mjs writes them. */
const { domains, tlds } = /** @type {{ domains: string[], tlds: string[] }} */ (/** @type {unknown} */ (typos));

/**
 * What was probably meant: "lan@gmail.con" and a Telex-mangled "lân@gmaỉl.com" are lan@gmail.com; '' when it looks right.
 * @param {string} address
 */
export function suggestAddress(address) {
  const at = address.lastIndexOf('@');
  if (at < 1) return '';
  const domain = fold(address.slice(at + 1)).toLowerCase();
  const guess = `${fold(address.slice(0, at))}@${mend(domain)}`;
  return guess === address || guess === address.toLowerCase() ? '' : guess;
}

/** @param {string} domain */
function mend(domain) {
  const known = meant(domains, domain);
  const dot = domain.lastIndexOf('.') + 1;
  return known || domain.slice(0, dot) + (meant(tlds, domain.slice(dot)) || domain.slice(dot));
}

/**
 * @param {string[]} rows
 * @param {string} slip
 */
const meant = (rows, slip) => rows.map((row) => row.split(' ')).find((row) => row.indexOf(slip) > 0)?.[0];

/**
 * Vietnamese letters without their marks.
 * @param {string} text
 */
const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
