/** A short, soft sound; only after the visitor has touched the page, as browsers ask. */

/** @type {AudioContext | undefined} */
let audio;

/** Two notes, a fifth of a second. */
export function ring() {
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  const start = audio.currentTime;
  volume.gain.setValueAtTime(0.06, start);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
  const tone = audio.createOscillator();
  tone.frequency.setValueAtTime(660, start);
  tone.frequency.setValueAtTime(880, start + 0.09);
  tone.connect(volume);
  tone.start(start);
  tone.stop(start + 0.22);
}
