// Days and hours of the city, as the reader writes them. A link does not say which zone the city keeps: it is that of a
// calendar nobody has changed (src/city/calendar).
import { localOf } from '../base/time';
import { locale } from './words';

export const ZONE = 'Asia/Shanghai';

// Documents and the server count by this calendar, also where a region's own would be another (ar-SA).
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale.value, { calendar: 'gregory', ...options });

/** ms since 1970, or RFC 3339. */
const moment = (at: number | string) => (typeof at === 'string' ? Date.parse(at) : at);

export const clockWords = (at: number | string) => format({ timeZone: ZONE, timeStyle: 'short' }).format(moment(at));
export const momentWords = (at: number | string) => format({ timeZone: ZONE, dateStyle: 'full', timeStyle: 'short' }).format(moment(at));
/** A day of the calendar, YYYY-MM-DD, which has no zone. */
export const dayWords = (day: string) => format({ timeZone: 'UTC', dateStyle: 'long' }).format(Date.parse(`${day}T00:00:00Z`));
export const zoneWords = () => format({ timeZone: ZONE, timeZoneName: 'long' }).formatToParts(Date.now()).find(({ type }) => type === 'timeZoneName')?.value ?? ZONE;

/** Today in the city, YYYY-MM-DD. */
export const todayThere = () => localOf(new Date(), ZONE).slice(0, 10);
