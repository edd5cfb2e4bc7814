// Days as the page shows them: what each is, those of a month, those of a file.
import { addDays } from '../base/time';
import type { Amended, WorkCalendar } from './work_time';

const LONGEST_NAME = 100; // as the server takes

export type DayKind = 'worked' | 'rest' | 'off' | 'made_up';

export function amendmentOf(calendar: WorkCalendar, date: string): Amended | undefined {
  return calendar.days.find((one) => one.date === date);
}
const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

export function kindOf(calendar: WorkCalendar, date: string): DayKind {
  const amended = amendmentOf(calendar, date);
  if (amended) return amended.off ? 'off' : 'made_up';
  return calendar.weekdays.includes(weekday(date)) ? 'worked' : 'rest';
}

/** The dates of a month from 1 to 12, with as many empty places before them as its first week has days before. */
export function monthOf(year: number, month: number): { before: number; dates: string[] } {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  const dates = [first];
  while (addDays(dates.at(-1)!, 1).slice(0, 7) === first.slice(0, 7)) dates.push(addDays(dates.at(-1)!, 1));
  return { before: weekday(first) - 1, dates };
}

/** With `day` in place of what was said of it before; `null`: it follows its week again. */
export function amend(days: readonly Amended[], date: string, day: Amended | null): Amended[] {
  return [...days.filter((one) => one.date !== date), ...(day ? [day] : [])].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** What a file says: holiday-cn as it is published, or days as this calendar has them. The number of the first day that cannot be read otherwise. */
export function daysIn(file: unknown): Amended[] | number {
  const list = (file as { days?: unknown })?.days;
  if (!Array.isArray(list)) return [];
  const days = list.map((one: { date?: unknown; name?: unknown; isOffDay?: unknown; off?: unknown }) => {
    const off = one?.isOffDay ?? one?.off;
    const date = String(one?.date);
    const real = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) && addDays(date, 0) === date;
    return real && typeof off === 'boolean' ? { date, off, name: String(one.name ?? '').slice(0, LONGEST_NAME) } : null;
  });
  const wrong = days.indexOf(null);
  return wrong >= 0 ? wrong + 1 : (days as Amended[]);
}
