// Short tones for the answers, made by WebAudio, and the button that turns them on and off. Without permission (the
// browser's autoplay rule) they are silent, and everything is said on the screen as well.
const context = 'AudioContext' in window ? new AudioContext() : null;
let muted = new URLSearchParams(location.search).get('sound') === 'off';

// [frequency in Hz, beginning and length in seconds]; rising is yes, falling is no, so that no word is needed.
const tunes = {
  admitted: [[660, 0, .14], [880, .13, .26]],
  open_all: [[660, 0, .14], [880, .13, .26]],
  refused: [[330, 0, .25], [220, .26, .5]],
  staff: [[440, 0, .16], [440, .24, .16], [440, .48, .16]],
  retest: [[523, 0, .12], [523, .2, .12]],
  guiding: [[587, 0, .12]],
};

export const soundIsOn = () => !muted && context?.state === 'running';
const allow = () => (context?.state === 'suspended' ? context.resume().catch(() => {}) : Promise.resolve());

export function play(mood) {
  if (!soundIsOn()) return;
  for (const [frequency, begin, length] of tunes[mood] ?? []) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const start = context.currentTime + begin;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(.35, start + .015);
    loudness.gain.setTargetAtTime(0, start + length - .05, .03);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + length + .2);
  }
}

// Calls `changed` whenever the button has something else to say.
export function offerSound(button, changed) {
  button.addEventListener('click', async () => {
    muted = soundIsOn();
    if (!muted) await allow();
    changed();
  });
  // Browsers allow sound only after a touch; any touch will do. One of the button is the button's own: it would find
  // the sound already on, and turn it off.
  addEventListener('pointerdown', (event) => {
    if (!button.contains(event.target)) allow().then(changed);
  });
  if (context) context.onstatechange = changed;
}
