// Words for what the calendar says.
import { language } from '../base/i18n/i18n';
import { listed } from '../base/listed';
import { showDate } from '../base/time';
import { amendmentOf } from './days';
import type { Part } from './meanwhile';
import { t } from './texts';
import type { WorkCalendar } from './work_time';

/** Monday is 1: the fifth of January 1970 was one. */
export const weekdayName = (number: number) => new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(1970, 0, 4 + number)));

export const partName = (part: Part) => (part === 'weekdays' ? t('worked_days') : part === 'hours' ? t('hours') : showDate(part));

/** What the calendar says of a part. */
export function partWords(calendar: WorkCalendar, part: Part): string {
  if (part === 'weekdays') return listed(calendar.weekdays.map(weekdayName));
  if (part === 'hours') return listed(calendar.hours.map(({ from, to }) => t('from_to', { from, to })));
  const day = amendmentOf(calendar, part);
  if (!day) return t('as_week');
  if (!day.name) return day.off ? t('off') : t('worked');
  return t(day.off ? 'off_named' : 'worked_named', { name: day.name });
}
