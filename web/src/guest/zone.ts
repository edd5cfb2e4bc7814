// Days and hours of the city that the link leads to, as the reader writes them.
import { localOf } from '../base/time';
import * as times from '../open/times';
import { view } from './visit';
import { locale } from './words';

/** The city's; nothing that has an hour is shown before the link was looked at. */
export const zone = () => view.value?.zone ?? 'UTC';

export const clockWords = (at: number | string) => times.clockWords(at, zone(), locale.value);
export const momentWords = (at: number | string) => times.momentWords(at, zone(), locale.value);
export const dayWords = (day: string) => times.dayWords(day, locale.value);
export const zoneWords = () => times.zoneWords(zone(), locale.value);

/** Today in the city, YYYY-MM-DD. */
export const todayThere = () => localOf(new Date(), zone()).slice(0, 10);
