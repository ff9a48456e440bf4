// The left pane: four lists with their counts, rows that stay where they are, and pages that come as one scrolls.

import { button, el, setAttribute, setText } from "./dom.js";
import { reconcile } from "./keyed.js";
import { LISTS, isIn, listOf } from "./list_order.js";
import { ListTabs } from "./list_tabs.js";
import { drawRow, makeRow } from "./row_view.js";
import { PolicyLine } from "./policy_line.js";
import { StillOrder } from "./still_order.js";
import { wordDuration } from "./words.js";
import { deskLine } from "./why.js";

const HELD_MS = 5000;
const SKELETON_ROWS = 4;
const AHEAD_PX = 1200; // the next page is asked for while this much is still below the window

export class ListPane {
  name;
  #app;
  #order = new StillOrder();
  #stays = "";
  #heldUntil = 0;
  #letGoLater = 0;
  #stood = { id: "", list: "" }; // the open conversation, and the list it was in
  #title = el("span", { class: "pill summary" });
  #hours = el("p", { class: "hours" });
  #policy;
  #tabs;
  #rows;
  #fresh;
  #empty = el("div", { class: "empty" });

  constructor(app) {
    this.#app = app;
    this.name = app.shelf.get("list") ?? LISTS[0];
    const { texts } = app;
    this.#tabs = new ListTabs(texts, (name) => this.#choose(name));
    this.#rows = el("ul", { class: "rows", role: "list" });
    this.#fresh = button("fresh", "", () => this.#letGo());
    const head = el("header", { class: "pane-head" }, el("h1", { text: texts.say("console.lists") }), this.#title);
    const panel = { class: "scroll", id: "list", role: "tabpanel", tabindex: "-1" };
    this.scroll = el("div", panel, this.#fresh, this.#rows, this.#empty);
    this.#policy = new PolicyLine(texts);
    this.element = el("section", { class: "pane lists", "aria-label": texts.say("console.lists") }, head, this.#hours, this.#policy.element, this.#tabs.element, this.scroll);
    this.#watchPointer();
    this.scroll.addEventListener("scroll", () => this.#loadAhead(), { passive: true });
  }

  #watchPointer() {
    const hold = (event) => {
      if (event.pointerType !== "mouse") return;
      this.#heldUntil = performance.now() + HELD_MS;
      clearTimeout(this.#letGoLater);
      this.#letGoLater = setTimeout(() => this.#letGo(), HELD_MS);
    };
    this.#rows.addEventListener("pointermove", hold, { passive: true });
    this.#rows.addEventListener("pointerleave", () => this.#letGo());
  }

  #letGo() {
    this.#heldUntil = 0;
    this.#app.redraw();
  }

  #loadAhead() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    if (clientHeight && scrollHeight - scrollTop - clientHeight < AHEAD_PX) this.#app.inbox.more(this.name);
  }

  /** By hand: here the agent stays, whatever becomes of the conversation that is open. */
  #choose(name) {
    this.#stays = this.#app.threads.current?.id ?? "";
    this.show(name);
  }

  /** Show another list. */
  show(name) {
    this.name = name;
    this.#app.shelf.set("list", name);
    this.#order.clear();
    this.#heldUntil = 0;
    this.scroll.scrollTop = 0;
    this.draw();
  }

  draw() {
    if (this.#taken()) return this.show("mine");
    const { inbox, desk, texts } = this.#app;
    const counts = { ...inbox.counts, mine: inbox.list("mine").length };
    this.#tabs.draw(this.name, counts);
    const away = desk.availability === "online" ? "" : texts.say("console.present.you_away");
    setText(this.#hours, desk.decision ? [deskLine(desk, texts), away].filter(Boolean).join(" · ") : "");
    this.#policy.draw(desk.policy);
    this.#drawSummary(counts.waiting);
    this.#drawRows();
  }

  /** The open conversation has left the list on show for our own: we go with it. */
  #taken() {
    const { inbox, desk, threads } = this.#app;
    const row = threads.current && inbox.row(threads.current.id);
    const before = this.#stood;
    this.#stood = row ? { id: row.conversation, list: listOf(row, desk.agent.id) } : { id: "", list: "" };
    const { id, list } = this.#stood;
    return id !== this.#stays && list === "mine" && this.name !== "mine" && before.id === id && before.list === this.name;
  }

  #drawSummary(waiting) {
    const { inbox, desk, texts } = this.#app;
    const since = inbox.list("waiting").map((row) => row.waiting_since ?? desk.now());
    const time = since.length ? wordDuration(desk.now() - Math.min(...since), texts) : "";
    this.#title.hidden = !waiting;
    setText(this.#title, texts.say("console.summary", { count: waiting, time }));
  }

  #drawRows() {
    const { inbox, texts } = this.#app;
    const ids = inbox.list(this.name).map((row) => row.conversation);
    const shown = this.#order.apply(ids, { held: performance.now() < this.#heldUntil });
    const rows = shown.map((id) => inbox.row(id)).filter(Boolean);
    reconcile(this.#rows, rows, (row) => row.conversation, (row) => makeRow(row.conversation), this.#drawRow);
    this.#fresh.hidden = !this.#order.fresh;
    setText(this.#fresh, texts.say("console.list.fresh", { count: this.#order.fresh }));
    this.#drawEmpty(rows.length, inbox.state(this.name));
    if (inbox.state(this.name).more) this.#loadAhead();
  }

  #drawRow = (item, row) => {
    const { texts, desk, threads, drafts } = this.#app;
    const current = threads.current?.id === row.conversation;
    const gone = !current && !isIn(this.name, row, desk.agent.id);
    drawRow(item, row, { texts, desk, current, gone, draft: current ? "" : drafts.get(row.conversation) });
  };

  #drawEmpty(length, { loaded }) {
    const { texts } = this.#app;
    this.#empty.hidden = length > 0;
    this.#empty.classList.toggle("loading", !loaded);
    setAttribute(this.scroll, "aria-busy", !loaded);
    setAttribute(this.scroll, "aria-labelledby", `tab-${this.name}`);
    if (loaded) setText(this.#empty, length ? "" : texts.say(`console.empty.${this.name}`));
    else if (!this.#empty.children.length) this.#empty.replaceChildren(...skeleton());
  }

  /** Move the focus by `step` rows; from elsewhere to the open conversation, else to the first row. */
  step(step) {
    const links = [...this.#rows.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const open = links.findIndex((link) => link.getAttribute("aria-current"));
    const next = at >= 0 ? links[at + step] : (links[open < 0 ? 0 : open + step] ?? links[open]);
    next?.focus();
  }
}

function skeleton() {
  return Array.from({ length: SKELETON_ROWS }, () => el("span", { class: "bone" }));
}
