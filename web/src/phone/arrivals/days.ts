// Days of the calendar (YYYY-MM-DD) as people here say them. A city lives in one zone, and its phones do.
import { addDays, dayOf } from '../../base/time';
import { language, t } from '../words';

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** ms since 1970. */
export const dayAt = (at: number) => dayOf(new Date(at), zone());

export function dayWords(day: string, today: string): string {
  if (day === today) return t('today');
  if (day === addDays(today, 1)) return t('tomorrow');
  return new Intl.DateTimeFormat(language.value, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
