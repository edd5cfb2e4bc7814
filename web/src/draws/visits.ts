// The visits of a draw, in the order in which they were drawn, narrowed to what somebody looks for.
import type { Visit } from './draw';

/** `undeclared`: seen, and not everybody was declared. `spare`: replacements that nobody needs yet. */
export const SHOWN = ['all', 'open', 'seen', 'undeclared', 'nobody', 'not_there', 'spare'] as const;
export type Shown = (typeof SHOWN)[number];
export const isShown = (value: unknown): value is Shown => SHOWN.some((one) => one === value);

type Kind = Pick<Visit, 'to_visit' | 'outcome' | 'declared'>;

/** What nobody needs stands in a list of its own. */
export function isAmong(shown: Shown, { to_visit, outcome, declared }: Kind): boolean {
  if (shown === 'spare' || !to_visit) return shown === 'spare' && !to_visit;
  if (shown === 'all') return true;
  return shown === 'undeclared' ? outcome === 'seen' && declared === false : outcome === shown;
}

export const countsOf = (visits: readonly Kind[]) => Object.fromEntries(SHOWN.map((one) => [one, visits.filter((visit) => isAmong(one, visit)).length])) as Record<Shown, number>;

export interface Group<V> {
  stratum: string;
  visits: V[];
}
/** By stratum in the order of `strata`, each by rank; strata without any are left out. */
export function groupsOf<V extends Pick<Visit, 'stratum' | 'rank'>>(visits: readonly V[], strata: readonly string[]): Group<V>[] {
  const order = [...new Set([...strata, ...visits.map(({ stratum }) => stratum)])];
  return order.map((stratum) => ({ stratum, visits: visits.filter((one) => one.stratum === stratum).sort((a, b) => a.rank - b.rank) })).filter((group) => group.visits.length > 0);
}
