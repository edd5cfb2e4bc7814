// How much of its time a stage has used. 80 percent warns, 100 is the deadline: there the server pages somebody.
import { elapsed, type Clock, type Span, type WorkCalendar } from '../calendar/work_time';

export interface Stage {
  state: string;
  entered: string;
  term: { clock: Clock; minutes?: number; days?: number } | null;
  extensions: { amount: number; reason: string; asked_at: string; decided_at: string | null; granted: boolean }[];
  pauses: Span[];
  suspended_at: string | null;
  deadline: string | null;
}

export type Urge = 'none' | 'still' | 'fine' | 'warning' | 'overdue';
export interface Used {
  urge: Urge; // none: no deadline; still: it stands still
  share: number; // of the term, 1 at the deadline; 0 when there is none
  leftMs: number; // to the deadline by the clock on the wall, negative when it is over
}

const WARNING = 0.8;

/** `now` in milliseconds since 1970. */
export function usedBy(stage: Stage | undefined, calendar: WorkCalendar, now: number): Used {
  if (stage?.suspended_at) return { urge: 'still', share: 0, leftMs: 0 };
  if (!stage?.deadline || !stage.term) return { urge: 'none', share: 0, leftMs: 0 };
  const { clock } = stage.term;
  const entered = Date.parse(stage.entered);
  const deadline = Date.parse(stage.deadline);
  const whole = Math.max(1, elapsed(calendar, clock, entered, deadline, stage.pauses));
  const share = elapsed(calendar, clock, entered, now, stage.pauses) / whole;
  const leftMs = deadline - now;
  return { urge: leftMs < 0 ? 'overdue' : share >= WARNING ? 'warning' : 'fine', share: leftMs < 0 ? Math.max(1, share) : Math.min(1, share), leftMs };
}

/** A span of time in the two largest parts that are needed. */
export function partsOf(ms: number): { unit: 'days' | 'hours' | 'minutes'; large: number; small: number } {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  if (seconds >= 86_400) return { unit: 'days', large: Math.floor(seconds / 86_400), small: Math.floor((seconds % 86_400) / 3_600) };
  if (seconds >= 3_600) return { unit: 'hours', large: Math.floor(seconds / 3_600), small: Math.floor((seconds % 3_600) / 60) };
  return { unit: 'minutes', large: Math.floor(seconds / 60), small: seconds % 60 };
}
