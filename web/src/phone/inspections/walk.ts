// This person's visits of the draws that were revealed last, read and kept, so that they can be worked through without a network.
import { Problem } from '../../base/api/client';
import { serverNow } from '../clock';
import { owner } from '../session';
import { drawn, drawnKey, keep, seen, type Seen } from '../store/kept';
import { readDrawn } from './read';
import type { Drawn } from './visit';

/** Who has visits in older draws still looks at them in the console. */
export const MOST_DRAWS = 10;
const OLDEST_MS = 10 * 60_000;
/** Of a draw in which nothing is left to do here. */
const CALM_MS = 60 * 60_000;

/** Whether the visits need not be read again. `at`, `now`: server's time, ms since 1970. Pure. */
export function isFresh({ at, value }: Seen<Drawn>, inspector: string, now: number): boolean {
  const age = now - at;
  const oldest = value.visits.some(({ outcome }) => outcome === 'open') ? OLDEST_MS : CALM_MS;
  return value.inspector === inspector && age >= 0 && age < oldest;
}

export async function refreshDraw(id: string): Promise<void> {
  if (!owner.value) return;
  const kept = await keep(drawnKey(id), await readDrawn(id, owner.value.id));
  if (kept) drawn.set(id, kept);
}

/** A draw that this person may no longer see leaves with the next list. */
function butGone(error: unknown): void {
  if (!(error instanceof Problem && error.status === 404)) throw error;
}

export async function refreshDrawn(): Promise<void> {
  for (const { id } of (seen.draws?.value ?? []).slice(0, MOST_DRAWS)) {
    const kept = drawn.get(id);
    if (!kept || !isFresh(kept, owner.value?.id ?? '', serverNow())) await refreshDraw(id).catch(butGone);
  }
}
