// Time that counts for a deadline, as src/city/calendar counts it: every minute of urgent terms, the hours of worked days
// of the others.
import { addDays, dayOf, instantOf } from '../base/time';

export type Clock = 'urgent' | 'working_hours' | 'working_days';
/** A day that does not follow its week. */
export interface Amended {
  date: string; // 2020-01-31
  off: boolean;
  name?: string; // of the holiday
}
export interface WorkCalendar {
  zone: string; // IANA
  weekdays: number[]; // worked ones, Monday is 1
  hours: { from: string; to: string }[]; // of a worked day, "08:00" to "24:00"
  days: Amended[];
}
export interface Span {
  from: string;
  to: string;
}

const MOST_DAYS = 1_000; // beyond that a bar says nothing
const overlap = (from: number, to: number, since: number, until: number) => Math.max(0, Math.min(to, until) - Math.max(from, since));

function isWorked(calendar: WorkCalendar, day: string): boolean {
  const amended = calendar.days.find((one) => one.date === day);
  if (amended) return !amended.off;
  return calendar.weekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
}

const known = new WeakMap<WorkCalendar, Map<string, [number, number][]>>();

/** The worked hours of a day, as instants. */
function hoursOf(calendar: WorkCalendar, day: string): [number, number][] {
  const days = known.get(calendar) ?? new Map<string, [number, number][]>();
  known.set(calendar, days);
  let found = days.get(day);
  if (!found) {
    const at = (clock: string) => (clock === '24:00' ? instantOf(`${addDays(day, 1)}T00:00`, calendar.zone) : instantOf(`${day}T${clock}`, calendar.zone)).getTime();
    found = isWorked(calendar, day) ? calendar.hours.map(({ from, to }): [number, number] => [at(from), at(to)]) : [];
    days.set(day, found);
  }
  return found;
}

function worked(calendar: WorkCalendar, from: number, to: number): number {
  let sum = 0;
  const last = dayOf(new Date(to), calendar.zone);
  let day = dayOf(new Date(from), calendar.zone);
  for (let count = 0; day <= last && count < MOST_DAYS; ++count, day = addDays(day, 1)) {
    for (const [since, until] of hoursOf(calendar, day)) sum += overlap(from, to, since, until);
  }
  return sum;
}

/** Milliseconds that count between two instants, without the pauses; 0 when `to` is not after `from`. */
export function elapsed(calendar: WorkCalendar, clock: Clock, from: number, to: number, pauses: readonly Span[] = []): number {
  if (to <= from) return 0;
  const counts = (since: number, until: number) => (until <= since ? 0 : clock === 'urgent' ? until - since : worked(calendar, since, until));
  const paused = pauses.reduce((sum, pause) => sum + counts(Math.max(from, Date.parse(pause.from)), Math.min(to, Date.parse(pause.to))), 0);
  return counts(from, to) - paused;
}
