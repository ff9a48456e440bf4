// Which tab this is. Its lock lives as long as the tab: whoever gets the lock of another tab knows that tab is dead (R12).

const NAME = "chatserver.console.tab";

function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** 128 random bits in hex: message ids, tab names. */
export { randomId };

function hold(lock) {
  return new Promise((resolve) => {
    navigator.locks.request(lock, { ifAvailable: true }, (held) => {
      resolve(Boolean(held));
      return held && new Promise(() => {}); // kept until the tab is gone
    });
  });
}

function remembered() {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

function remember(id) {
  try {
    sessionStorage.setItem(NAME, id);
  } catch {
    // without session storage a reload is a new tab, which adopts what the old one left
  }
}

/** This tab's name, the same after a reload; a duplicated tab, which copies session storage, gets a new one. */
export async function nameTab() {
  const before = remembered();
  if (before && (!navigator.locks || (await hold(`${NAME}.${before}`)))) return before;
  const id = randomId();
  if (navigator.locks) await hold(`${NAME}.${id}`);
  remember(id);
  return id;
}

/** Whether another tab is gone, in which case its lock is ours; without locks nobody can tell, and it is not. */
export async function isDead(id) {
  return Boolean(navigator.locks) && hold(`${NAME}.${id}`);
}
