// What the console knows about the desk: who we are, whether it is open, who is there. No DOM.

export class Desk extends EventTarget {
  decision = null;
  availability = "online";
  agents = [];
  #ahead = 0;

  constructor(agent, site) {
    super();
    this.agent = agent;
    this.site = site;
  }

  /** Take over what `welcome` or `desk` says. */
  update(frame) {
    for (const name of ["agent", "site", "decision", "availability", "agents"]) {
      if (frame[name] !== undefined) this[name] = frame[name];
    }
    if (frame.decision) this.#ahead = frame.decision.now - Date.now();
    this.dispatchEvent(new Event("change"));
  }

  /** The server's wall clock in ms: an agent's laptop may be hours off. */
  now() {
    return Date.now() + this.#ahead;
  }

  /** The desk's zone; the browser's until the first welcome. */
  get zone() {
    return this.decision?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}
