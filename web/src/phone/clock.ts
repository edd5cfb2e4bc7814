// The server's time on a phone whose clock is wrong. What is left of a deadline is counted by it; the person is told when the
// phone's own clock is off.
import { computed, onBeforeUnmount, onMounted, ref } from 'vue';

const KEPT = 'ward.phone.clock';
const NOTEWORTHY_MS = 2 * 60_000;

/** Server's time minus this phone's, in ms. Remembered, because a phone that is offline has nobody to ask. */
export const offsetMs = ref(Number(globalThis.localStorage?.getItem(KEPT) ?? 0) || 0);
export const serverNow = () => Date.now() + offsetMs.value;

/** By how much a phone must be corrected that asked at `asked`, was answered at `answered` (its own clock) and told `server` (all ms since 1970). */
export const offsetOf = (asked: number, answered: number, server: number) => Math.round(server - (asked + answered) / 2);

export function learn(asked: number, answered: number, server: number): void {
  if (!Number.isFinite(server)) return;
  offsetMs.value = offsetOf(asked, answered, server);
  localStorage.setItem(KEPT, String(offsetMs.value));
}

/** How far the phone's clock is off, in whole minutes: positive when it is slow; 0 while that does not matter. */
export const minutesOff = computed(() => (Math.abs(offsetMs.value) < NOTEWORTHY_MS ? 0 : Math.round(offsetMs.value / 60_000)));

const moment = ref(serverNow());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const tick = () => (moment.value = serverNow());

/** The server's time, ticking once a second while a page that shows it is open. ms since 1970. */
export function useServerNow() {
  onMounted(() => {
    tick();
    if (watchers++ === 0) timer = setInterval(tick, 1_000);
  });
  onBeforeUnmount(() => {
    if (--watchers === 0) clearInterval(timer);
  });
  return moment;
}
