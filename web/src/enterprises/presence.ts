// How many were there on which day, and how many might have been: the days of the chart.
import { addDays } from '../base/time';
import type { Cap, InFull } from './enterprise';

const MOST_BEFORE = 30; // days: as many reports as come with an enterprise
const MOST_AHEAD = 31;

export interface Point {
  day: string;
  cap: number | null;
  present: number | null; // null without a report
  fevers: number;
}

export const capOn = (caps: readonly Cap[], day: string) => caps.filter(({ from }) => from <= day).at(-1)?.people ?? null;

/** From the first day that says something to today, or to the last cap that is set. Nothing where nothing says anything. */
export function pointsOf({ caps, days }: Pick<InFull, 'caps' | 'days'>, today: string): Point[] {
  const known = [...caps.map(({ from }) => from), ...days.map(({ day }) => day)].sort();
  if (known.length === 0) return [];
  const [earliest, latest] = [addDays(today, -MOST_BEFORE), addDays(today, MOST_AHEAD)];
  const from = known[0]! > earliest ? known[0]! : earliest;
  const last = known.at(-1)! > today ? known.at(-1)! : today;
  const to = last < latest ? last : latest;
  const points: Point[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const report = days.find((one) => one.day === day);
    points.push({ day, cap: capOn(caps, day), present: report?.present ?? null, fevers: report?.fevers ?? 0 });
  }
  return points;
}
export const isOver = ({ cap, present }: Point) => cap !== null && present !== null && present > cap;
