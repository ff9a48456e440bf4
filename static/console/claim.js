// One of several open consoles does a thing, once: the first to claim its name.

const HELD_MS = 10_000;
const LATER_MS = 300;

/** Whether this tab is the one to do it; `first` tabs go before the others. */
export async function claim(name, { first }) {
  if (!first) await new Promise((resolve) => setTimeout(resolve, LATER_MS));
  const key = `chatserver.console.claim.${name}`;
  return navigator.locks ? lockClaim(key) : storedClaim(key);
}

function lockClaim(key) {
  return new Promise((resolve) => {
    navigator.locks.request(key, { ifAvailable: true }, (held) => {
      resolve(Boolean(held));
      return held && new Promise((release) => setTimeout(release, HELD_MS));
    });
  });
}

function storedClaim(key) {
  // plain http has no locks: two tabs in the same millisecond may both speak, which is the lesser evil
  try {
    if (localStorage.getItem(key)) return false;
    localStorage.setItem(key, "1");
    setTimeout(() => localStorage.removeItem(key), HELD_MS);
  } catch {
    return true;
  }
  return true;
}
