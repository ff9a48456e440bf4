/** Typo help for an address, from the table that the server uses (chatserver/data/address_typos.json). */

import typos from '../../chatserver/data/address_typos.json';

const { domains, tlds } = /** @type {{ domains: Record<string, string>, tlds: Record<string, string> }} */ (typos);

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
  const known = Object.hasOwn(domains, domain) && domains[domain];
  if (known) return known;
  const dot = domain.lastIndexOf('.') + 1;
  const end = domain.slice(dot);
  return Object.hasOwn(tlds, end) ? domain.slice(0, dot) + tlds[end] : domain;
}

/**
 * Vietnamese letters without their marks.
 * @param {string} text
 */
const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
