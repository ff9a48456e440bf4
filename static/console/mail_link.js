// The answer by mail of an email conversation: a mailto: with a subject and the question quoted. Pure.

const QUOTED_CHARS = 1500; // longer addresses are refused by mail programs and shells

/** A mailto: address for the contact of `row`. */
export function mailAddress(row, thread, { texts, desk }) {
  const asked = thread.messages.filter(({ body }) => body.from === "visitor").map(({ body }) => String(body.text));
  const quoted = asked.join("\n\n").slice(-QUOTED_CHARS);
  const body = `\n\n${texts.say("console.mail.quote", { site: desk.site })}\n${quoted.replace(/^/gm, "> ")}`;
  const subject = texts.say("console.mail.subject", { site: desk.site });
  const address = encodeURIComponent(row.email).replace("%40", "@");
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
}
