// How what is written next will reach the visitor, said before it is sent. Pure.

/** {text, look} for a conversation: "here", "mail", "stuck" (nobody can send), or "lost" (no way but their coming back). */
export function deliveryOf(row, info, { texts, desk }) {
  if (row.status === "closed" || !info) return null;
  const say = (key, look) => ({ text: texts.say(`console.delivery.${key}`, { email: row.email }), look });
  if (info.here) return say(row.status === "email" ? "here_email" : "here", "here");
  if (!row.email) return say("no_address", "lost");
  if (row.address_bounced) return say("bounced", "lost");
  return desk.post.sends ? say("mail", "mail") : say("stuck", "stuck");
}
