// The mark of words that came by mail: the subject, who sent it if it was somebody else, and the way to the whole mail.

import { el } from "./dom.js";

/** An element for `letter` {subject, sender, file} of a message, or null. */
export function letterMark(letter, app) {
  if (!letter) return null;
  const { texts, threads, site } = app;
  const known = threads.current && app.rowOf(threads.current)?.email;
  const other = letter.sender && letter.sender !== known ? texts.say("console.letter.from", { sender: letter.sender }) : "";
  const words = [texts.say("console.letter"), letter.subject, other].filter(Boolean).join(" · ");
  const whole = letter.file && el("a", {
    href: `/console/${site}/letters/${encodeURIComponent(letter.file)}`, target: "_blank", rel: "noopener", text: texts.say("console.letter.whole"),
  });
  return el("p", { class: "letter", dir: "auto" }, words, whole && " · ", whole);
}
