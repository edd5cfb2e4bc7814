// Words for amounts and for moments until which something may be done.
import { showDate } from '../base/time';
import { calendar } from '../calendar/calendar';
import { lastDayOf, leftUntil } from './deadline';
import type { InFull, Measure } from './measure';
import { t } from './texts';
import { yuanOf } from './yuan';

export const yuanWords = (fen: number) => t('yuan', { yuan: yuanOf(fen) });
/** Only a fine has an amount. */
export const amountWords = ({ kind, fen }: Pick<Measure | InFull, 'kind' | 'fen'>) => (kind === 'fine' ? yuanWords(fen) : '');
export const lastDay = (until: string) => showDate(lastDayOf(until, calendar.value.zone));

export function leftWords(until: string, now: number): string {
  const { is, unit, large, small } = leftUntil(until, now);
  return is === 'left' ? t(`left_${unit}`, { large, small }) : t(`over_${unit}`, { large, small });
}
