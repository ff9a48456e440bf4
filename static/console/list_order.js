// Which list a row belongs to, and in which order: the same rules as the server's, so that pages fit together. Pure.

export const LISTS = ["waiting", "mine", "email", "closed"];
const RANK = { critical: 0, high: 1, medium: 2, low: 3 };

/** The list of a row for agent `me`, or null: an open conversation of somebody else is in none. */
export function listOf(row, me) {
  if (row.status !== "open") return row.status;
  return row.agent?.id === me ? "mine" : null;
}

const BY = {
  waiting: (row) => [row.front ? -1 : RANK[row.priority], row.waiting_since ?? row.last_at],
  mine: (row) => [-row.last_at],
  email: (row) => [row.promise_at ?? row.last_at],
  closed: (row) => [-(row.closed_at ?? row.last_at)],
};

/** Compare two rows of a list: who comes first is answered first. */
export function inOrder(name) {
  return (left, right) => {
    const [a, b] = [BY[name](left), BY[name](right)];
    const at = a.findIndex((value, index) => value !== b[index]);
    return at < 0 ? compareIds(left.conversation, right.conversation) : a[at] - b[at];
  };
}

function compareIds(left, right) {
  return left === right ? 0 : left < right ? -1 : 1;
}
