// Two soft notes by Web Audio; browsers allow them only after the first interaction with the page.

let context = null;

function unlock() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
}

/** Start listening for the interaction that allows sound. */
export function allowSound() {
  for (const event of ["pointerdown", "keydown"]) addEventListener(event, unlock, { once: true, capture: true });
}

/** Whether a sound would be heard. */
export function canSound() {
  return context?.state === "running";
}

/** Play the two notes. */
export function playSound() {
  if (!canSound()) return;
  note(660, 0);
  note(880, 0.14);
}

function note(frequency, after) {
  const [oscillator, gain, start] = [context.createOscillator(), context.createGain(), context.currentTime + after];
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.12, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.45);
}
