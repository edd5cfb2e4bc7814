// What is left of a deadline, in words and as a share of the term.
import { t } from './words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Left {
  over: boolean;
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** Whole units of what is left, or of how long it is over. All in ms since 1970. */
export function leftOf(now: number, deadline: number): Left {
  const ms = Math.abs(deadline - now);
  return { over: deadline < now, days: Math.floor(ms / DAY), hours: Math.floor((ms % DAY) / HOUR), minutes: Math.floor((ms % HOUR) / MINUTE), seconds: Math.floor((ms % MINUTE) / 1_000) };
}

/** The two largest units that say something. */
export function wordsOf({ over, days, hours, minutes, seconds }: Left): string {
  if (days > 0) return over ? t('over_days', { days, hours }) : t('left_days', { days, hours });
  if (hours > 0) return over ? t('over_hours', { hours, minutes }) : t('left_hours', { hours, minutes });
  if (minutes >= 10) return over ? t('over_minutes', { minutes }) : t('left_minutes', { minutes });
  return over ? t('over_seconds', { minutes, seconds }) : t('left_seconds', { minutes, seconds });
}

/** How much of the term is used, 0 to 1. All in ms since 1970. */
export function usedOf(now: number, begun: number, deadline: number): number {
  if (deadline <= begun) return 1;
  return Math.min(1, Math.max(0, (now - begun) / (deadline - begun)));
}

/** Colours as the console's: calm, from 80 % on in a hurry, then over. */
export const moodOf = (used: number, over: boolean) => (over ? 'over' : used >= 0.8 ? 'soon' : 'calm');
