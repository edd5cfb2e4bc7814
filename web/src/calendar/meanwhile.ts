// Two change the calendar at once: what each said of different things stands together, what they said of the same is shown.
import { meet } from '../base/meet';
import { amendmentOf } from './days';
import type { Amended, WorkCalendar } from './work_time';

/** `weekdays`, `hours`, or the date of a day. */
export type Part = string;
export interface MetCalendar {
  calendar: WorkCalendar;
  apart: Part[]; // where the draft and what is stored now say different things
}

/** Each part as text, so that they can be held against each other; '' of a day that follows its week. */
function partsOf(calendar: WorkCalendar, dates: readonly string[]): Record<Part, string> {
  const days = dates.map((date) => {
    const day = amendmentOf(calendar, date);
    return [date, day ? JSON.stringify({ date, off: day.off, name: day.name ?? '' }) : ''];
  });
  return { weekdays: JSON.stringify(calendar.weekdays), hours: JSON.stringify(calendar.hours.map(({ from, to }) => ({ from, to }))), ...Object.fromEntries(days) };
}

/** `seen`: the calendar that was changed into `typed`. `now`: as it is stored now. */
export function meetCalendars(seen: WorkCalendar, typed: WorkCalendar, now: WorkCalendar): MetCalendar {
  const dates = [...new Set([seen, typed, now].flatMap(({ days }) => days.map(({ date }) => date)))].sort();
  const [before, mine, theirs] = [seen, typed, now].map((one) => partsOf(one, dates));
  const { form, apart } = meet(before!, mine!, theirs!);
  const dayOf = (date: string) => (form[date] === theirs![date] ? amendmentOf(now, date) : form[date] ? (JSON.parse(form[date]) as Amended) : undefined);
  const days = dates.flatMap((date) => dayOf(date) ?? []);
  return { calendar: { ...now, weekdays: JSON.parse(form.weekdays!) as number[], hours: JSON.parse(form.hours!) as WorkCalendar['hours'], days }, apart };
}
