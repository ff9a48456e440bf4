// The right pane: what an agent needs to know. Who, why here, which pages, what the app says of itself.

import { button, el, setText } from "./dom.js";
import { MailSection } from "./mail_section.js";
import { pathOf, wordLast } from "./names.js";
import { reasonLines } from "./reasons.js";
import { deskLine, explain } from "./why.js";
import { wordClock, wordPromise } from "./words.js";

const PROMISES = { kept: "console.fact.promise_kept", breached: "console.fact.promise_breached" };

export class ContactPane {
  #app;
  #facts = el("dl");
  #why = el("div", { class: "why" });
  #trail = el("ol", { class: "trail" });
  #context = el("dl");
  #contextPart;
  #mails;
  #drawn = "";

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const title = (key) => el("h3", { text: texts.say(key) });
    const shut = button("quiet back", "←", () => app.showTalk(), { "aria-label": texts.say("console.back") });
    this.#mails = new MailSection(app);
    this.#contextPart = el("section", {}, title("console.context"), this.#context);
    this.element = el("aside", { class: "pane contact", "aria-label": texts.say("console.contact") }, shut,
      el("section", {}, title("console.contact"), this.#facts),
      el("section", { class: "card" }, title("console.why"), this.#why),
      this.#mails.element,
      el("section", {}, title("console.trail"), this.#trail),
      this.#contextPart,
    );
  }

  draw() {
    const thread = this.#app.threads.current;
    const info = thread?.info;
    this.element.hidden = !info;
    if (!info) return;
    const row = this.#app.rowOf(thread);
    this.#mails.draw(info, row);
    const shown = this.#describe(info, row);
    const drawn = JSON.stringify(shown);
    if (drawn === this.#drawn) return; // a selection being copied survives
    this.#drawn = drawn;
    fillList(this.#facts, shown.facts);
    const steps = el("ol", { class: "reasons" }, shown.reasons.map(reasonLine));
    this.#why.replaceChildren(el("p", { text: shown.why }), el("p", { class: "meta", text: shown.desk }), steps);
    this.#trail.replaceChildren(...shown.trail.map(trailLine));
    fillList(this.#context, shown.context);
    this.#contextPart.hidden = !shown.context.length;
  }

  #describe(info, row) {
    const { texts, desk } = this.#app;
    return {
      facts: this.#factsOf(info, row),
      why: explain({ ...info, row }, desk, texts),
      reasons: reasonLines(info.why ?? [], desk, texts),
      desk: deskLine(desk, texts),
      trail: info.trail.map((page, index) => this.#pageOf(page, index === 0 && info.here)),
      context: Object.entries(info.context).map(([name, value]) => [name, String(value ?? "–")]),
    };
  }

  #factsOf(info, row) {
    const { texts, desk } = this.#app;
    const [latest] = info.trail;
    const { contact } = info;
    const signed = contact?.email && contact.email === row.email ? " ✓" : "";
    const facts = [
      ["name", contact?.name],
      ["identity", contact && this.#proofOf(contact), contact?.until > desk.now() ? "here" : ""],
      ["plan", contact?.plan],
      ["account", contact?.id],
      ["email", row.email ? row.email + signed : texts.say("console.fact.none")],
      ["bounced", row.address_bounced && texts.say("console.fact.bounced_mail"), "bad"],
      ["connection", texts.say(info.here ? "console.fact.here" : "console.fact.gone"), info.here ? "here" : ""],
      ["language", texts.say(`console.language.${row.language}`)],
      ["page_language", latest?.language && this.#nameLanguage(latest.language)],
      ["zone", this.#timeIn(latest?.zone)],
      ["screen", latest?.screen],
      ["since", wordLast(row.created_at, desk.zone, texts, desk.now())],
      ["promise", PROMISES[row.promise_state] && texts.say(PROMISES[row.promise_state]), row.promise_state === "kept" ? "here kept" : "bad"],
      ["rating", row.rating && texts.say(`console.fact.rated_${row.rating}`), row.rating === "no" ? "bad" : "here kept"],
      ["resolve", row.resolve_by && row.status !== "closed" && wordPromise(row.resolve_by, desk.zone, texts, desk.now())],
    ];
    const known = facts.filter(([, value]) => value);
    return known.map(([name, value, look]) => [texts.say(`console.fact.${name}`), value, look]);
  }

  /** Signed by the site's server: now, or once and not since. */
  #proofOf({ until }) {
    const { texts, desk } = this.#app;
    if (until > desk.now()) return texts.say("console.fact.verified");
    return texts.say("console.fact.verified_until", { time: wordLast(until, desk.zone, texts, desk.now()) });
  }

  #nameLanguage(tag) {
    try {
      return new Intl.DisplayNames(this.#app.texts.language, { type: "language" }).of(tag);
    } catch {
      return tag; // the page may have written anything there
    }
  }

  #timeIn(zone) {
    const { texts, desk } = this.#app;
    try {
      return zone && `${texts.say("console.fact.their_time", { clock: wordClock(desk.now(), zone) })} · ${zone}`;
    } catch {
      return zone; // the server knows zones that this browser does not
    }
  }

  #pageOf(page, current) {
    const { texts, desk } = this.#app;
    const from = page.referrer ? texts.say("console.trail.from", { site: hostOf(page.referrer) }) : "";
    const path = [pathOf(page.url), from].filter(Boolean).join(" · ");
    const now = current ? texts.say("console.trail.now") : "";
    return { time: page.at ? wordLast(page.at, desk.zone, texts, desk.now()) : "", path, now, title: page.title ?? "" };
  }
}

function reasonLine({ time, text, meta }) {
  return el("li", {}, el("time", { text: time }), ` ${text}`, el("p", { class: "meta", text: meta }));
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : url;
}

function fillList(list, facts) {
  const lines = facts.map(([name, value, look]) => [el("dt", { text: name }), el("dd", { text: value, class: look || null, dir: "auto" })]);
  list.replaceChildren(...lines.flat());
}

function trailLine({ time, path, now, title }) {
  const page = el("span", { class: "trail-path", title }, path, now && ` · ${now}`);
  const line = el("li", { class: now ? "current" : null }, el("time", {}), page);
  setText(line.firstChild, time);
  return line;
}
