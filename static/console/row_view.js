// One conversation in a list: who, what they said last, where, and how long we have.

import { el, setAttribute, setText } from "./dom.js";
import { nameOf, pathOf, promisePill, wordLast } from "./names.js";
import { badgeOf, isOffered } from "./offers.js";
import { addressOf } from "./route.js";
import { marksOf } from "./marks.js";
import { waitingLine } from "./why.js";

const MARKED = new Set(["critical", "high", "low"]);
const TICK_MS = 15_000;
const OFFER_TICK_MS = 1000;
const parts = new WeakMap();

/** The element of a row; `drawRow` fills it. */
export function makeRow(id) {
  const part = (name, tag = "span") => el(tag, { class: name });
  const own = { name: part("row-name"), badge: part("pill"), unread: part("unread"), mark: part("mark-priority"), pill: part("pill") };
  Object.assign(own, { preview: part("row-preview"), page: part("row-page"), time: part("row-time") });
  const top = el("span", { class: "row-line" }, own.unread, own.name, own.mark, own.badge, own.pill);
  const foot = el("span", { class: "row-line row-foot" }, own.page, own.time);
  own.link = el("a", { class: "row", href: addressOf(id), data: { id } }, top, own.preview, foot);
  const item = el("li", {}, own.link);
  parts.set(item, own);
  return item;
}

/** Fill a row's element; `gone` when it has left this list and only keeps its place under the pointer. */
export function drawRow(item, row, look) {
  const own = parts.get(item);
  const tick = Math.floor(look.desk.now() / (isOffered(row, look.desk.agent.id) ? OFFER_TICK_MS : TICK_MS));
  const drawn = own.drawn ?? {};
  const same = ["current", "gone", "draft"].every((name) => drawn[name] === look[name]);
  if (same && drawn.row === row && drawn.tick === tick) return; // thousands of rows, and one of them has changed
  own.drawn = { ...look, row, tick };
  fill(own, row, look);
}

function fill(own, row, { texts, desk, current, gone, draft }) {
  const now = desk.now();
  setText(own.name, nameOf(row, texts));
  setText(own.preview, previewOf(row, texts, desk.agent.id, draft));
  setText(own.page, [waitingLine(row, desk, texts), ...marksOf(row, desk, texts), desk.departmentName(row.department), pathOf(row.page)].filter(Boolean).join(" · "));
  setText(own.time, wordLast(row.last_at, desk.zone, texts, now));
  drawPill(own.badge, badgeOf(row, desk, texts));
  drawPill(own.pill, promisePill(row, texts, now));
  setText(own.mark, MARKED.has(row.priority) ? texts.say(`console.priority.${row.priority}`) : "");
  drawUnread(own.unread, row.unread, texts);
  setAttribute(own.link, "aria-current", current ? "true" : null);
  own.link.classList.toggle("gone", gone);
  own.link.classList.toggle("has-unread", row.unread > 0);
}

function previewOf(row, texts, me, draft) {
  if (draft) return texts.say("console.row.draft", { text: draft });
  if (row.last_from !== "agent") return row.preview;
  const who = row.last_by ?? row.agent; // rows of before were not told who spoke
  if (!who) return texts.say("console.row.answered", { text: row.preview });
  return texts.say("console.row.said", { agent: who.id === me ? texts.say("console.you") : who.name, text: row.preview });
}

/** Show a promise pill, or hide it. */
export function drawPill(node, pill) {
  node.hidden = !pill;
  if (!pill) return;
  setText(node, pill.text);
  node.className = `pill ${pill.state}`;
}

function drawUnread(node, count, texts) {
  node.hidden = !count;
  setText(node, count > 99 ? "99+" : String(count));
  setAttribute(node, "aria-label", texts.say("console.row.unread", { count }));
}
