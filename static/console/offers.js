// What a row says of being asked: offered to me with the time that is left, offered to another, given, missed. Pure.

/** Whether a waiting conversation is offered to agent `me`. */
export function isOffered(row, me) {
  return row.status === "waiting" && row.offered_to === me;
}

/** A badge {text, state} for a row, or null; `state` is a class of `.pill`. */
export function badgeOf(row, desk, texts) {
  const me = desk.agent.id;
  if (isOffered(row, me)) return { text: texts.say("console.offer.you", { time: left(row, desk.now()) }), state: "offer" };
  if (row.status === "waiting" && row.offered_to) return { text: texts.say("console.offer.other", { agent: nameIn(desk, row.offered_to) }), state: "" };
  if (row.status === "email" && row.offered_to === me) return { text: texts.say("console.offer.given"), state: "offer" };
  return row.missed ? { text: texts.say("console.missed"), state: "over" } : null;
}

/** "1:45": what is left of an offer. */
function left(row, now) {
  const seconds = Math.max(0, Math.ceil(((row.offer_lapses ?? now) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function nameIn(desk, id) {
  return desk.agents.find((agent) => agent.id === id)?.name ?? "?";
}
