// "Vì sao?" step by step: each decision that was taken on a conversation, by which rule, and who was there. Pure.

import { wordLast } from "./names.js";
import { wordPromise } from "./words.js";

/** Lines {time, text, meta} of the decisions, the newest first. */
export function reasonLines(reasons, desk, texts) {
  return reasons.map((one) => lineOf(one, desk, texts)).reverse();
}

function lineOf(reason, desk, texts) {
  const key = reason.step ? `console.why.step.${reason.step}` : `console.why.${reason.reason}`;
  const text = texts.has(key) ? texts.say(key, { agent: reason.agent ?? "?" }) : texts.say("console.why.refused");
  const meta = [ruleOf(reason, desk, texts), thereOf(reason, texts), desk.departmentName(reason.department), versionOf(reason, texts)];
  return { time: wordLast(reason.at, desk.zone, texts, desk.now()), text, meta: meta.filter(Boolean).join(" · ") };
}

function ruleOf({ target, reply_by: at }, desk, texts) {
  if (!target || !at) return "";
  const promise = wordPromise(at, desk.zone, texts, desk.now());
  return texts.say("console.why.rule", { target: texts.say(`console.why.target.${target}`), promise });
}

function thereOf({ online = [], free = 0 }, texts) {
  if (!online.length) return texts.say("console.why.nobody");
  const there = texts.say("console.why.online", { names: online.join(", ") });
  return `${there}, ${texts.say("console.why.free", { count: free })}`;
}

function versionOf({ version }, texts) {
  return version === "initial" ? texts.say("console.why.version.initial") : texts.say("console.why.version", { version });
}
