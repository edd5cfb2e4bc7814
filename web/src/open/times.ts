// Days and hours as the reader writes them: `zone` is that of the city, `locale` the reader's language with its region.

// Documents and the server count by this calendar, also where a region's own would be another (ar-SA).
const format = (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { calendar: 'gregory', ...options });

/** ms since 1970, or RFC 3339. */
const moment = (at: number | string) => (typeof at === 'string' ? Date.parse(at) : at);

export const clockWords = (at: number | string, zone: string, locale: string) => format(locale, { timeZone: zone, timeStyle: 'short' }).format(moment(at));
export const momentWords = (at: number | string, zone: string, locale: string) => format(locale, { timeZone: zone, dateStyle: 'full', timeStyle: 'short' }).format(moment(at));
/** A day of the calendar, YYYY-MM-DD, which has no zone. */
export const dayWords = (day: string, locale: string) => format(locale, { timeZone: 'UTC', dateStyle: 'long' }).format(Date.parse(`${day}T00:00:00Z`));
export const zoneWords = (zone: string, locale: string) =>
  format(locale, { timeZone: zone, timeZoneName: 'long' }).formatToParts(Date.now()).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
