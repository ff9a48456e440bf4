// A file in a conversation: pictures as they are, all else by name and size, to be saved. Nothing of it is ever markup.

import { el } from "./dom.js";

const SHOWN = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);
const KILO = 1000;

/** Elements for the files of a message of `site`; `stored` is false while its words are still on their way. */
export function fileViews(files, { texts, site }, { stored = true } = {}) {
  return files.map((file) => {
    const href = stored ? addressOf(site, file) : null;
    if (href && SHOWN.has(file.type)) return picture(file, href, texts);
    const size = el("span", { class: "file-size", text: wordSize(file.size, texts) });
    const name = el("span", { class: "file-name", dir: "auto", text: file.name });
    return el(href ? "a" : "span", { class: "file", href, download: href && file.name }, name, size);
  });
}

function picture(file, href, texts) {
  const size = file.width && file.height ? { width: file.width, height: file.height } : {};
  const image = el("img", { src: href, alt: file.name, loading: "lazy", decoding: "async", ...size });
  return el("a", { class: "picture", href, target: "_blank", rel: "noopener", title: texts.say("console.file.open", { name: file.name }) }, image);
}

function addressOf(site, { id, name }) {
  return `/files/${encodeURIComponent(site)}/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;
}

/** "82 KB", "1,4 MB" with the language's comma. */
export function wordSize(bytes, texts) {
  const number = (value) => value.toLocaleString(texts.language, { maximumFractionDigits: value < 10 ? 1 : 0 });
  if (bytes < KILO * KILO) return `${number(Math.max(1, Math.round(bytes / KILO)))} KB`;
  return `${number(bytes / KILO / KILO)} MB`;
}
