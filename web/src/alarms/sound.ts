// Two short tones for a new alarm, when the user wants them. Made here: no sound file to load. Browsers play nothing before
// the user has touched the page; after a reload that has to be said, or alarms would be missed behind a switch that is on.
import { ref, watch } from 'vue';

const KEPT = 'ward.sound';
export const sound = ref(localStorage.getItem(KEPT) === 'on');
export const silenced = ref(false); // wanted, and the browser does not allow it yet
let context: AudioContext | undefined;

function take(): void {
  silenced.value = sound.value && context?.state === 'suspended';
}

function prepare(): AudioContext {
  if (!context) {
    context = new AudioContext();
    context.onstatechange = take;
  }
  return context;
}

function allow(): void {
  if (context?.state === 'suspended') context.resume().then(take, () => undefined);
}
for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, allow);

watch(sound, (on) => {
  localStorage.setItem(KEPT, on ? 'on' : 'off');
  take();
  if (on) chime(); // so that it is heard once, and the browser allows it from here on
});
if (sound.value) {
  prepare();
  take();
}

function tone(at: number, hertz: number, by: AudioContext): void {
  const source = by.createOscillator();
  const volume = by.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
  source.connect(volume).connect(by.destination);
  source.start(at);
  source.stop(at + 0.3);
}

export function chime(): void {
  if (!sound.value) return;
  const by = prepare();
  void by.resume().catch(() => undefined);
  tone(by.currentTime, 880, by);
  tone(by.currentTime + 0.22, 660, by);
}
