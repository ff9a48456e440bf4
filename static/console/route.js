// Which conversation is open lives in the address, so that reload, back button and a second tab find it again.

const PATTERN = /^#\/([0-9a-f]{32}|mails)$/;
export const MAILS = "mails";

/** The conversation named by the address, "mails" for the list of those, or "" for the lists of conversations. */
export function routed() {
  return PATTERN.exec(location.hash)?.[1] ?? "";
}

/** The address of a conversation; "" gives that of the lists. */
export function addressOf(id) {
  return `#/${id}`;
}

/** Call `go(id)` now and whenever the address changes. */
export function onRoute(go) {
  addEventListener("hashchange", () => go(routed()));
  go(routed());
}
