// Keyed reconciliation: the same item keeps the same element, so focus, selection and hover survive every redraw.

const known = new WeakMap();

/** Make `parent` show `items` in order. `make(item)` gives an element once, `update(element, item)` runs each time. */
export function reconcile(parent, items, keyOf, make, update) {
  const before = known.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) after.set(keyOf(item), before.get(keyOf(item)) ?? make(item));
  for (const [key, node] of before) if (!after.has(key)) node.remove();
  known.set(parent, after);
  const focused = document.activeElement;
  place(parent, after.values());
  if (focused !== document.activeElement && parent.contains(focused)) focused.focus({ preventScroll: true });
  for (const item of items) update(after.get(keyOf(item)), item);
}

function place(parent, nodes) {
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}
