// Until when a round is to be done, seen from a day. Days are YYYY-MM-DD.
import type { Round } from './round';

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

export interface Due {
  is: 'left' | 'today' | 'over';
  days: number; // how many are left, or over
}

/** Nothing of a round without such a day, and of one that is closed: it is not late any more. */
export function dueOf({ due, closed_at }: Pick<Round, 'due' | 'closed_at'>, today: string): Due | null {
  if (!due || closed_at) return null;
  const left = daysBetween(today, due);
  return { is: left > 0 ? 'left' : left < 0 ? 'over' : 'today', days: Math.abs(left) };
}
