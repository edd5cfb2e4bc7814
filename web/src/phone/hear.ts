// What the server tells while a page is looked at: it only makes the next beat come sooner, for what came is read with it.
// A page nobody looks at does not listen, so that a city's phones do not hold a connection each.
import { watch } from 'vue';
import { standing } from './session';

// An order reaches everybody at the same moment: they do not all ask within the same. A round tells of every door that
// somebody in the unit was at.
const SPREAD_MS = { order: 2_000, incident: 2_000, notice: 2_000, declaration: 2_000, round: 8_000 };
const RETRY_MS = 30_000;
let source: EventSource | null = null;
let sooner: ReturnType<typeof setTimeout> | undefined;
let soonest = Infinity; // when that is, ms since 1970
let retry: ReturnType<typeof setTimeout> | undefined;

function stop(): void {
  source?.close();
  source = null;
  clearTimeout(retry);
}

function listen(onNews: () => void): void {
  stop();
  if (standing.value !== 'in' || document.visibilityState !== 'visible') return;
  source = new EventSource('/api/v1/live');
  const look = (): void => {
    soonest = Infinity;
    onNews();
  };
  const heard = (spread: number): void => {
    const at = Date.now() + Math.random() * spread;
    if (at >= soonest) return;
    soonest = at;
    clearTimeout(sooner);
    sooner = setTimeout(look, at - Date.now());
  };
  for (const [kind, spread] of Object.entries(SPREAD_MS)) source.addEventListener(kind, () => heard(spread));
  source.onerror = () => {
    stop();
    retry = setTimeout(() => listen(onNews), RETRY_MS);
  };
}

/** Calls `onNews` soon after something was told that may concern who is logged in. */
export function hear(onNews: () => void): void {
  watch(standing, () => listen(onNews), { immediate: true });
  document.addEventListener('visibilitychange', () => listen(onNews));
}
