// The keyboard. Single letters work only while nobody is typing; `?` shows them all.

import { button, el } from "./dom.js";

const SHOWN = [
  ["j / ↓", "console.keys.next"],
  ["k / ↑", "console.keys.previous"],
  ["Enter", "console.keys.enter"],
  ["t", "console.keys.take"],
  ["e", "console.keys.close"],
  ["c", "console.keys.transfer"],
  ["n", "console.keys.note"],
  ["h", "console.keys.promise"],
  ["m", "console.keys.mails"],
  ["a", "console.keys.availability"],
  ["/", "console.keys.composer"],
  ["Esc", "console.keys.leave"],
  ["?", "console.keys.help"],
];

/** The dialog that lists the keys. */
export function makeKeysDialog(texts) {
  const lines = SHOWN.map(([key, text]) => [el("dt", {}, el("kbd", { text: key })), el("dd", { text: texts.say(text) })]);
  const shut = button("main", texts.say("console.keys.shut"), () => dialog.close(), { autofocus: true });
  const title = el("h2", { id: "keys-title", text: texts.say("console.keys.title") });
  const dialog = el("dialog", { "aria-labelledby": "keys-title" }, title, el("dl", { class: "keys" }, lines), shut);
  return dialog;
}

/** Listen for keys and call the deed of that name: next, previous, take, close, transfer … */
export function listenForKeys(deeds) {
  const byKey = { j: "next", k: "previous", t: "take", e: "close", c: "transfer", n: "note", h: "promise", m: "mails", a: "availability", "/": "composer", "?": "help", Escape: "leave" };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    const deed = byKey[event.key] ?? arrowDeed(event);
    if (!deed) return;
    event.preventDefault();
    deeds[deed]();
  });
}

function arrowDeed({ key, target }) {
  if (!target.closest?.(".rows")) return null; // elsewhere arrows scroll
  return { ArrowDown: "next", ArrowUp: "previous" }[key];
}

function isTyping(target) {
  return Boolean(target.closest?.("textarea, input, select, dialog, [contenteditable]"));
}
