// How far the visits of a draw have come.
import type { InFull } from './draw';

/** `visits`: of those that the reader sees, how many were made. `seen`: of those drawn, of how many somebody was seen. */
export interface Progress {
  of: 'visits' | 'seen';
  done: number;
  all: number;
}

/** Nothing before the reveal. Who sees no visits has the figures alone. */
export function progressOf({ visits, figures }: Pick<InFull, 'visits' | 'figures'>): Progress | null {
  if (!figures) return null;
  const own = visits.filter(({ to_visit }) => to_visit);
  if (own.length > 0) return { of: 'visits', done: own.filter(({ outcome }) => outcome !== 'open').length, all: own.length };
  const sum = (key: 'seen' | 'drawn') => figures.strata.reduce((so_far, one) => so_far + one[key], 0);
  return { of: 'seen', done: sum('seen'), all: sum('drawn') };
}
