// An enterprise as the pages show it, and what is missing of its days.
import { computed } from 'vue';
import { daysToReport } from '../../enterprises/reports';
import { dayAt } from '../arrivals/days';
import { useServerNow } from '../clock';
import { dayKey } from '../outbox/entry';
import { waiting } from '../outbox/waiting';
import { enterprises, seen } from '../store/kept';
import type { InFull, Known } from './enterprise';

/** YYYY-MM-DD, by the server's time. */
export function useToday() {
  const now = useServerNow();
  return computed(() => dayAt(now.value));
}

export const useKnown = (id: () => string) => computed(() => seen.enterprises?.value.find((one) => one.id === id()));
export const useInFull = (id: () => string) => computed(() => enterprises.get(id())?.value);

/** The days of which it can report, today first; what waits on this phone counts as reported. */
export function daysOf(one: Pick<InFull, 'id' | 'state' | 'open_since' | 'days'>, today: string) {
  const entryOf = (day: string) => waiting.value.find(({ kind, subject }) => kind === 'enterprise_day' && subject === dayKey(one.id, day));
  return daysToReport(one, today).map((day) => {
    const state = entryOf(day)?.state;
    return { day, report: one.days.find((each) => each.day === day), unsent: state === 'waiting', refused: state === 'refused' };
  });
}

/** How many days are not reported, of those that are over. Where the days are not known, by the last report. */
export function lacking({ id, state, open_since, last_report }: Known, today: string): number {
  const days = enterprises.get(id)?.value.days;
  if (days) return daysOf({ id, state, open_since, days }, today).filter(({ day, report, unsent }) => day < today && !report && !unsent).length;
  return daysToReport({ state, open_since }, today).filter((day) => day < today && day > (last_report ?? '')).length;
}
