// Addresses inside a text become links, http(s) only (contract S3); all else stays text.

import { el } from "./dom.js";

const ADDRESS = /https?:\/\/[^\s<>"“”]+/gi;
const TRAILING = /[.,;:!?)\]}'…]+$/;

/** Nodes for a text: strings and links that open elsewhere and tell nothing of us. */
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(TRAILING, "");
    nodes.push(text.slice(end, found.index), link(address));
    end = found.index + address.length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

function link(address) {
  if (!URL.canParse(address)) return address;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", text: address });
}
