// Which list a row belongs to, and in which order: the same rules as the server's, so that pages fit together. Pure.

export const LISTS = ["waiting", "mine", "email", "closed", "sleeping", "unseen"];
/** Shown only while there is something in them, in a line of their own. */
export const OCCASIONAL = new Set(["sleeping", "unseen"]);
const RANK = { critical: 0, high: 1, medium: 2, low: 3 };

/** The list of a row for agent `me`, or null: an open conversation of somebody else is in none. */
export function listOf(row, me) {
  if (row.status === "email" && row.sleeps_until) return "sleeping";
  if (row.status !== "open") return row.status;
  return row.agent?.id === me ? "mine" : null;
}

/** Whether a row stands in a list for agent `me`; what was answered unseen stands in a second one. */
export function isIn(name, row, me) {
  return name === "unseen" ? Boolean(row.unseen_since) : listOf(row, me) === name;
}

// each list by one number: a queue's ranks lie further apart than any two instants
const RANK_MS = 1e13;
const BY = {
  waiting: (row) => (row.front ? -1 : RANK[row.priority]) * RANK_MS + (row.waiting_since ?? row.last_at),
  mine: (row) => -row.last_at,
  email: (row) => row.promise_at ?? row.last_at,
  sleeping: (row) => row.promise_at ?? row.last_at,
  unseen: (row) => row.unseen_since ?? row.last_at,
  closed: (row) => -(row.closed_at ?? row.last_at),
};

/** Compare two rows of a list: who comes first is answered first. */
export function inOrder(name) {
  const number = BY[name];
  return (left, right) => number(left) - number(right) || compareIds(left.conversation, right.conversation);
}

function compareIds(left, right) {
  return left === right ? 0 : left < right ? -1 : 1;
}
