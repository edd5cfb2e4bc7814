// What the server tells while a page is looked at: it only makes the next beat come sooner, for what came is read with it.
// A page nobody looks at does not listen, so that a city's phones do not hold a connection each.
import { watch } from 'vue';
import { standing } from './session';

const KINDS = ['order', 'incident', 'notice', 'declaration'] as const;
// An order reaches everybody at the same moment: they do not all ask within the same.
const SPREAD_MS = 2_000;
const RETRY_MS = 30_000;
let source: EventSource | null = null;
let sooner: ReturnType<typeof setTimeout> | undefined;
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
  const heard = (): void => {
    clearTimeout(sooner);
    sooner = setTimeout(onNews, Math.random() * SPREAD_MS);
  };
  for (const kind of KINDS) source.addEventListener(kind, heard);
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
