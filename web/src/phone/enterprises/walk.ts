// Enterprises in full, kept so that they can be looked at and reported for without a network: those that somebody answers for, and the first that
// have to be looked at.
import { serverNow } from '../clock';
import { amend, enterprises, inFullKey, keep, seen, type Seen } from '../store/kept';
import type { InFull, Known } from './enterprise';
import { readEnterprise } from './read';

const OLDEST_MS = 10 * 60_000;

/** Whether it need not be read again. A report of an earlier day leaves the version as it is. `now`: server's time, ms since 1970. Pure. */
export function isFresh({ at, value }: Seen<InFull>, { version, side }: Known, now: number): boolean {
  const age = now - at;
  return value.version === version && age >= 0 && (side === 'grid' || age < OLDEST_MS);
}

export async function refreshEnterprise(id: string): Promise<void> {
  const one = await readEnterprise(id);
  const kept = await keep(inFullKey(id), one);
  if (!kept) return;
  enterprises.set(id, kept);
  const { plan: _plan, people: _people, days_of_masks: _days_of_masks, done: _done, days: _days, ...listed } = one;
  const list = await amend<Known[]>('enterprises', (all) => all.map((other) => (other.id === id ? { ...listed, side: other.side } : other)));
  if (list) seen.enterprises = list;
}

export async function refreshEnterprises(most: number): Promise<void> {
  for (const one of (seen.enterprises?.value ?? []).slice(0, most)) {
    const kept = enterprises.get(one.id);
    if (!kept || !isFresh(kept, one, serverNow())) await refreshEnterprise(one.id);
  }
}
