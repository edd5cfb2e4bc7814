// The period that is assessed: days of the city, as the address says them.
import type { LocationQuery } from 'vue-router';
import { addDays, instantOf } from '../base/time';

export const LATEST = [7, 30, 90] as const;
export type Period = { kind: 'latest'; days: (typeof LATEST)[number] } | { kind: 'month'; month: string } | { kind: 'range'; first: string; last: string };

const USUAL = { kind: 'latest', days: 30 } as const satisfies Period;
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && addDays(value, 0) === value;
const isMonth = (value: unknown): value is string => typeof value === 'string' && isDay(`${value}-01`);

export function periodFrom({ days, month, first, last }: LocationQuery): Period {
  if (isMonth(month)) return { kind: 'month', month };
  if (isDay(first) && isDay(last)) return { kind: 'range', first, last };
  const latest = LATEST.find((one) => String(one) === days);
  return latest ? { kind: 'latest', days: latest } : USUAL;
}

/** Only what differs from the period that the page opens with. */
export function addressOf(period: Period): Record<string, string> {
  if (period.kind === 'month') return { month: period.month };
  if (period.kind === 'range') return { first: period.first, last: period.last };
  return period.days === USUAL.days ? {} : { days: String(period.days) };
}

function lastOf(month: string): string {
  const inNext = addDays(`${month}-01`, 31);
  return addDays(`${inNext.slice(0, 7)}-01`, -1);
}

/** Its first and its last day; no day lies after today. */
export function daysOf(period: Period, today: string): { first: string; last: string } {
  const days = period.kind === 'latest' ? { first: addDays(today, 1 - period.days), last: today } : period.kind === 'month' ? { first: `${period.month}-01`, last: lastOf(period.month) } : period;
  return { first: days.first, last: days.last < today ? days.last : today };
}

/** What the server is asked with; null of a period without a day. One that ends today ends at the moment of the question. */
export function askedFor(period: Period, today: string, zone: string): { from: string; to?: string } | null {
  const { first, last } = daysOf(period, today);
  if (first > last) return null;
  const midnight = (day: string) => instantOf(`${day}T00:00`, zone).toISOString();
  return { from: midnight(first), ...(last < today && { to: midnight(addDays(last, 1)) }) };
}
