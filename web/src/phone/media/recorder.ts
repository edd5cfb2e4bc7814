// A voice note of at most a minute.
import { ref } from 'vue';

export const LONGEST_S = 60;
const TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'];

/** What this phone can record and the server keeps; '' when there is none. */
export const voiceType = () => (typeof MediaRecorder === 'undefined' ? '' : (TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? ''));

export function useRecorder(done: (note: Blob) => void) {
  const seconds = ref(0);
  const recording = ref(false);
  let recorder: MediaRecorder | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    if (recorder?.state === 'recording') recorder.stop();
  }

  /** Throws when the person or the phone gives no microphone. */
  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = voiceType();
    const parts: Blob[] = [];
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24_000 });
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      clearInterval(timer);
      recording.value = false;
      stream.getTracks().forEach((track) => track.stop());
      done(new Blob(parts, { type: mimeType }));
    };
    recorder.start();
    recording.value = true;
    seconds.value = 0;
    timer = setInterval(() => ++seconds.value >= LONGEST_S && stop(), 1_000);
  }

  return { seconds, recording, start, stop };
}
