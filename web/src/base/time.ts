// Times are UTC on the wire and shown in the zone of the site, whatever zone the browser is in.
import { language } from './i18n/i18n';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, found);
  }
  return found;
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const WORDS = { dateStyle: 'medium' } as const; // the month as a word: no reader takes the day for it

export const showTime = (iso: string, zone: string) => format(zone, language.value, TIME).format(new Date(iso));
export const showDay = (iso: string, zone: string) =>
  format(zone, language.value, WORDS).format(new Date(iso));
export const showDateTime = (iso: string, zone: string) =>
  format(zone, language.value, { ...WORDS, timeStyle: 'medium' }).format(new Date(iso));

/** A calendar day, YYYY-MM-DD, which has no zone. */
export const showDate = (day: string) => showDay(`${day}T00:00:00Z`, 'UTC');

/** A moment of these days, without the year and the seconds. */
export const showMoment = (iso: string, zone: string) =>
  format(zone, language.value, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** Short form for axes: month and day. `day` is YYYY-MM-DD and has no zone. */
export const showMonthDay = (day: string) =>
  format('UTC', language.value, { month: 'numeric', day: 'numeric' }).format(new Date(`${day}T00:00:00Z`));

function parts(at: Date, zone: string): Record<string, string> {
  const list = format(zone, 'en-GB', { ...DAY, ...TIME }).formatToParts(at);
  return Object.fromEntries(list.map((part) => [part.type, part.value]));
}

/** The wall clock of `zone` at an instant, as YYYY-MM-DDTHH:mm:ss. */
export function localOf(at: Date, zone: string): string {
  const p = parts(at, zone);
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}`;
}

export const dayOf = (at: Date, zone: string) => localOf(at, zone).slice(0, 10);

/** The instant at which the wall clock of `zone` shows `local` (YYYY-MM-DDTHH:mm[:ss]). In a gap of summer time: the moment after it. */
export function instantOf(local: string, zone: string): Date {
  const wanted = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  let guess = wanted;
  for (let round = 0; round < 2; ++round) {
    guess += wanted - Date.parse(`${localOf(new Date(guess), zone)}Z`);
  }
  return new Date(guess);
}

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** A day of a zone as the half-open interval [from, to) that the API wants. */
export function dayInterval(day: string, zone: string): { from: string; to: string } {
  return {
    from: instantOf(`${day}T00:00`, zone).toISOString(),
    to: instantOf(`${addDays(day, 1)}T00:00`, zone).toISOString(),
  };
}
