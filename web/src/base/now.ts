// The moment, ticking once a second while a page that counts down is open.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

const now = ref(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const tick = () => (now.value = Date.now());

/** Milliseconds since 1970. */
export function useNow(): Readonly<Ref<number>> {
  onMounted(() => {
    tick();
    if (watchers++ === 0) timer = setInterval(tick, 1_000);
  });
  onBeforeUnmount(() => {
    if (--watchers === 0) clearInterval(timer);
  });
  return now;
}
