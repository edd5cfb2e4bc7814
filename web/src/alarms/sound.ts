// Two short tones for a new alarm, when the user wants them. Made here: no sound file to load.
import { ref, watch } from 'vue';

const KEPT = 'ward.sound';
export const sound = ref(localStorage.getItem(KEPT) === 'on');
let context: AudioContext | undefined;

watch(sound, (on) => {
  localStorage.setItem(KEPT, on ? 'on' : 'off');
  if (on) chime(); // so that it is heard once, and the browser allows it from here on
});

function tone(at: number, hertz: number): void {
  if (!context) return;
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + 0.3);
}

export function chime(): void {
  if (!sound.value) return;
  context ??= new AudioContext();
  void context.resume();
  tone(context.currentTime, 880);
  tone(context.currentTime + 0.22, 660);
}
