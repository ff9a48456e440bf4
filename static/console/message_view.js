// One line of a conversation. Everything from outside is text; what cannot be rendered says so and blanks nothing (R22).

import { el } from "./dom.js";
import { fileViews } from "./file_view.js";
import { letterMark } from "./letter_view.js";
import { linked } from "./links.js";
import { pathOf } from "./names.js";
import { wordClock, wordInstant, wordPromise } from "./words.js";

const WORDINGS = { promise: wordPromise, opening: wordInstant };

/** What shows a message body: an element or several, without the foot. */
export function renderMessage(message, app) {
  try {
    return render[message.body.from](message.body, app, !message.pending);
  } catch (fault) {
    console.error("message", message.seq, fault);
    return el("p", { class: "line broken", text: app.texts.say("console.message.broken") });
  }
}

const render = {
  visitor: (body, app) => [...said("theirs", body, app), letterMark(body.letter, app)].filter(Boolean),
  agent: (body, app, stored) => said("ours", body, app, stored),
  note: (body, app) => bubble("note", body, app),
  system: (body, app) => el("p", { class: "line", text: wordSystem(body, app) }),
};

function said(whose, body, app, stored = true) {
  const words = body.text || !body.files?.length ? [bubble(whose, body, app)] : [];
  return body.files?.length ? [...words, el("div", { class: "files" }, fileViews(body.files, app, { stored }))] : words;
}

function bubble(whose, body, app) {
  if (body.text) return el("p", { class: `bubble ${whose}`, dir: "auto" }, linked(body.text));
  return el("p", { class: `bubble ${whose} erased`, text: wordSystem(body, app) });
}

/** A stored system line, worded for agents where the catalogue has such a wording. */
export function wordSystem({ key, values = {} }, { texts, desk }) {
  const ours = `console.${key}`;
  const known = [ours, key].find((one) => texts.has(one));
  if (!known) throw new Error(`unknown system line ${key}`);
  return texts.say(known, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(name, value)])));

  function word(name, value) {
    if (name === "reason") return texts.say(`console.system.reason.${value}`);
    return Object.hasOwn(WORDINGS, name) ? WORDINGS[name](Number(value), desk.zone, texts, desk.now()) : value;
  }
}

/** "14:02 · viết ở /pricing", "14:02 · Bình · đã xem"; `seen` is the last seq the visitor has read, `mailed`: more is said about it; "" when broken. */
export function wordFoot(message, app, seen, { mailed = false } = {}) {
  try {
    return footOf(message, app, { seen, mailed });
  } catch (fault) {
    console.error("foot", message.seq, fault);
    return "";
  }
}

function footOf(message, app, { seen, mailed }) {
  const { texts, desk } = app;
  const { body, at, seq } = message;
  const parts = [wordClock(at, desk.zone)];
  if (body.from === "visitor" && body.page?.url) {
    parts.push(texts.say("console.message.written_on", { page: pathOf(body.page.url) }));
  }
  if (body.from === "note") return [...parts, body.agent.name, texts.say("console.note")].join(" · ");
  if (body.from !== "agent") return parts.join(" · ");
  if (body.agent && body.agent.id !== desk.agent.id) parts.push(body.agent.name);
  const unseen = mailed ? "console.mark.unseen" : "console.message.sent";
  parts.push(texts.say(seq <= seen ? "console.message.seen" : unseen));
  return parts.join(" · ");
}
