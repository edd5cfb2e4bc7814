// Why a room is contested, by the verdicts that stand: as src/city/verdicts/verdicts.cpp decides that it is.
import type { Verdict } from './round';

/** `empty`: one found it empty, and another one somebody. `counts`: two counted differently. */
export type Conflict = 'empty' | 'counts';

export function conflictOf(verdicts: readonly Pick<Verdict, 'found' | 'people' | 'stands'>[]): Conflict | null {
  const standing = verdicts.filter((one) => one.stands);
  const somebody = standing.some((one) => one.found === 'seen' || one.found === 'refused');
  if (standing.some((one) => one.found === 'empty')) return somebody ? 'empty' : null;
  return new Set(standing.filter((one) => one.found === 'seen').map((one) => one.people)).size > 1 ? 'counts' : null;
}
