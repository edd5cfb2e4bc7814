// Times as the person reads them, in the phone's own zone.
import { language } from './words';

const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const isToday = (at: number, now: number) => new Date(at).toDateString() === new Date(now).toDateString();

/** The hour when it is of today, else with its day. ms since 1970. */
export function when(at: number | string, now: number): string {
  const moment = typeof at === 'string' ? Date.parse(at) : at;
  return new Intl.DateTimeFormat(language.value, isToday(moment, now) ? CLOCK : { ...DAY, ...CLOCK }).format(moment);
}

/** The day of a moment here, as YYYY-MM-DD. ms since 1970. */
export function dayOf(at: number): string {
  const moment = new Date(at);
  return [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

/** YYYY-MM-DD as a person reads it. */
export const dayName = (day: string) => new Intl.DateTimeFormat(language.value, { ...DAY, timeZone: 'UTC' }).format(Date.parse(day));
