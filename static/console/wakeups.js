// The moments at which a sleeping or offline console may find the world again (contract R14, R15).

/** Call `wake` whenever this page may have missed something; gives the function that stops listening. */
export function onWakeUp(wake) {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("online", wake, { signal });
  addEventListener("pageshow", (event) => event.persisted && wake(), { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal });
  return () => listening.abort();
}
