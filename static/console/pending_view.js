// The foot of a message that is not stored yet: sending, sent, or not sent with what can be done.

import { button, el, setText } from "./dom.js";
import { wordRefusal } from "./names.js";

/** Fill the foot of a pending message. */
export function drawPending(foot, entry, app) {
  const state = `${entry.failed}/${entry.seq ?? ""}`;
  if (foot.dataset.state === state) return;
  foot.dataset.state = state;
  if (entry.failed) foot.replaceChildren(...failed(entry, app));
  else setText(foot, app.texts.say(entry.seq ? "console.message.sent" : "console.message.sending"));
}

function failed(entry, { texts, sayAgain, giveBack }) {
  const why = entry.failed === "old" ? texts.say("console.message.old") : wordRefusal(entry.failed, texts);
  const again = button("link", texts.say("console.message.retry"), () => sayAgain(entry));
  const back = button("link", texts.say("console.message.edit"), () => giveBack(entry));
  return [el("span", { class: "bad", text: `${texts.say("console.message.not_sent")} ${why}` }), again, back];
}
