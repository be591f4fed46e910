// A short sequence of tones for each verdict. They differ in their pattern, so that a noisy shop or a poor loudspeaker
// leaves them apart: up, down, up and down, three times the same. Nothing is loaded; off until somebody wants it.

const SOUND_KEPT = "mb-sound"; // in this browser
const TONES = {
  PASS: [[660, 0.12], [990, 0.2]],
  FAIL: [[392, 0.22], [262, 0.45]],
  REVIEW: [[660, 0.14], [880, 0.14], [660, 0.24]],
  NOT_JUDGED: [[330, 0.12], [330, 0.12], [330, 0.12]],
};
const PAUSE_S = 0.06;
const LOUDNESS = 0.35;

function openSound() {
  let context = null;
  let isOn = localStorage.getItem(SOUND_KEPT) === "on";

  function play(verdict) {
    if (!isOn) return;
    context ??= new AudioContext();
    context.resume(); // a browser lets a page sound only once somebody has touched it
    let at = context.currentTime + 0.01;
    for (const [frequency, seconds] of TONES[verdict] ?? []) {
      tone(frequency, at, seconds);
      at += seconds + PAUSE_S;
    }
  }

  function tone(frequency, at, seconds) {
    const [oscillator, volume] = [context.createOscillator(), context.createGain()];
    oscillator.type = "triangle";
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at); // without the ramps it would crack
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
    volume.gain.setValueAtTime(LOUDNESS, at + seconds - 0.03);
    volume.gain.linearRampToValueAtTime(0, at + seconds);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(at);
    oscillator.stop(at + seconds);
  }

  return {
    play,
    isOn: () => isOn,
    toggle() {
      isOn = !isOn;
      localStorage.setItem(SOUND_KEPT, isOn ? "on" : "off");
      play("PASS");
    },
    close: () => context?.close(),
  };
}
