// Words for what is reckoned here.
import { dayOf, showDate } from '../base/time';
import { calendar } from '../calendar/calendar';
import { dueOf } from './due';
import type { Round } from './round';
import { t } from './texts';

/** The day until which a round is to be done, and how far off it is at `now`; nothing without such a day. */
export function dueWords(round: Round, now: number): string {
  if (!round.due) return '';
  const day = showDate(round.due);
  const due = dueOf(round, dayOf(new Date(now), calendar.value.zone));
  if (!due) return day;
  return due.is === 'today' ? t('due_today', { day }) : t(`due_${due.is}`, { day, days: due.days });
}

export const isOverdue = (round: Round, now: number) => dueOf(round, dayOf(new Date(now), calendar.value.zone))?.is === 'over';
