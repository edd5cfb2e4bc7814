// How long a stage may take, as it is typed: "12 urgent_hours". Whole hours are said as hours.
import type { IncidentType } from '../catalogue';

export type Term = IncidentType['deadlines'][string];
/** What the server takes at most: a year. */
export const MOST = { urgent_minutes: 525_600, urgent_hours: 8_760, working_minutes: 525_600, working_hours: 8_760, working_days: 366 } as const;
export type Pace = keyof typeof MOST;
export const PACES = Object.keys(MOST) as Pace[];

const isPace = (word: string | undefined): word is Pace => PACES.some((one) => one === word);

export function typedTerm({ clock, minutes = 0, days = 0 }: Term): string {
  if (clock === 'working_days') return `${days} working_days`;
  const pace = clock === 'urgent' ? 'urgent' : 'working';
  return minutes % 60 === 0 ? `${minutes / 60} ${pace}_hours` : `${minutes} ${pace}_minutes`;
}

/** `amount` is missing while nothing is typed. */
export function partsOf(typed: string): { amount: number | undefined; pace: Pace } {
  const [amount, pace] = typed.split(' ');
  return { amount: amount ? Number(amount) : undefined, pace: isPace(pace) ? pace : 'urgent_hours' };
}

/** Nothing when it is no term that the server takes. */
export function termOf(typed: string): Term | null {
  const { amount, pace } = partsOf(typed);
  if (amount === undefined || !Number.isInteger(amount) || amount < 1 || amount > MOST[pace]) return null;
  if (pace === 'working_days') return { clock: 'working_days', days: amount };
  return { clock: pace.startsWith('urgent') ? 'urgent' : 'working_hours', minutes: pace.endsWith('hours') ? amount * 60 : amount };
}
