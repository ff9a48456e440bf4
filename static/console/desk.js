// What the console knows about the desk: who we are, whether it is open, who is there. No DOM.

export class Desk extends EventTarget {
  decision = null;
  availability = "online";
  agents = []; // who is there: {id, name, availability, departments, free}
  departments = [];
  policy = null; // {version, revision, notices}
  post = { sends: true, waiting: 0, dead: 0 };
  incident = null; // what visitors are told: {vi, en, url, raised_at, updated_at, by}
  #ahead = 0;

  constructor(agent, site) {
    super();
    this.agent = agent;
    this.site = site;
  }

  /** Take over what `welcome` or `desk` says. */
  update(frame) {
    for (const name of ["agent", "site", "decision", "availability", "agents", "departments", "policy", "post", "incident"]) {
      if (frame[name] !== undefined) this[name] = frame[name];
    }
    if (frame.decision) this.#ahead = frame.decision.now - Date.now();
    this.dispatchEvent(new Event("change"));
  }

  /** How many want conversations. */
  get online() {
    return this.agents.filter(({ availability }) => availability === "online").length;
  }

  /** What a department is called; nothing where there is only one. */
  departmentName(key) {
    return this.departments.length > 1 ? (this.departments.find((one) => one.key === key)?.name ?? key) : "";
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
