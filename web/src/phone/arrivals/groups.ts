// The list by day: who is overdue before everybody else, then who is there and not done with, today, tomorrow, later, and who is in
// observation by the day it ends. A family of which some came and others did not stands wherever somebody of it belongs.
import { addDays } from '../../base/time';
import type { Arrival, Person } from './arrival';
import { dayAt } from './days';

export const GROUPS = ['overdue', 'here', 'today', 'tomorrow', 'later', 'observed'] as const;
export type GroupName = (typeof GROUPS)[number];
export interface Group {
  name: GroupName;
  items: { arrival: Arrival; persons: Person[] }[];
}

function placeOf({ state }: Person, day: string, today: string): GroupName | null {
  if (state === 'overdue' || state === 'observed') return state;
  if (state === 'arrived' || state === 'verified') return 'here';
  if (state !== 'expected') return null;
  if (day <= today) return 'today'; // also who should have been there and is not overdue yet
  return day === addDays(today, 1) ? 'tomorrow' : 'later';
}

/** The first day on which somebody of them can be released. */
export const endOf = (persons: readonly Person[]) => persons.map(({ observation }) => observation?.until ?? '').filter(Boolean).sort()[0] ?? '';

/** `today`: YYYY-MM-DD. Groups without anybody are left out. */
export function grouped(arrivals: readonly Arrival[], today: string): Group[] {
  const all = GROUPS.map((name) => {
    const items = arrivals.map((arrival) => ({ arrival, persons: arrival.persons.filter((one) => placeOf(one, dayAt(Date.parse(arrival.arrives_at)), today) === name) })).filter(({ persons }) => persons.length > 0);
    const key = ({ arrival, persons }: Group['items'][number]) => (name === 'observed' ? endOf(persons) : arrival.arrives_at);
    return { name, items: items.sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
  });
  return all.filter(({ items }) => items.length > 0);
}

export const personsIn = (groups: readonly Group[], name: GroupName) => groups.find((one) => one.name === name)?.items.reduce((sum, { persons }) => sum + persons.length, 0) ?? 0;
