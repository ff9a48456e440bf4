// What a row says of what hinders or delays its answer: no address, not seen, a time that an agent promised. Pure.

/** Short marks of a row, in words. */
export function marksOf(row, desk, texts) {
  const marks = [];
  if (row.promise_by) marks.push(texts.say("console.mark.promised", { agent: nameIn(desk, row.promise_by, texts) }));
  if (row.unseen_since) marks.push(texts.say("console.mark.unseen"));
  if (row.address_bounced && row.status !== "closed") marks.push(texts.say("console.mark.bounced"));
  if (row.status === "email" && !row.email && !row.unseen_since) marks.push(texts.say("console.mark.no_address"));
  if (row.rating === "no") marks.push(texts.say("console.mark.rated_no"));
  return marks;
}

function nameIn(desk, id, texts) {
  if (id === desk.agent.id) return texts.say("console.you");
  return desk.agents.find((agent) => agent.id === id)?.name ?? "?";
}
