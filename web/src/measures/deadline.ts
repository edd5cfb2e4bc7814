// Moments until which something may be done. They are the midnight that ends the last day: people hear of that day.
import { dayOf } from '../base/time';
import { partsOf } from '../incidents/clock';

/** The last day on which it is in time, YYYY-MM-DD in the zone. */
export const lastDayOf = (until: string, zone: string) => dayOf(new Date(Date.parse(until) - 1), zone);

export interface Left {
  is: 'left' | 'over';
  unit: 'days' | 'hours' | 'minutes';
  large: number;
  small: number;
}
/** `now` in milliseconds since 1970. */
export function leftUntil(until: string, now: number): Left {
  const ms = Date.parse(until) - now;
  return { is: ms > 0 ? 'left' : 'over', ...partsOf(ms) };
}

const SOON_MS = 3 * 86_400_000;
/** How near it is: over, soon, or with time. */
export function urgeOf(until: string, now: number): 'over' | 'soon' | 'fine' {
  const ms = Date.parse(until) - now;
  return ms <= 0 ? 'over' : ms < SOON_MS ? 'soon' : 'fine';
}
