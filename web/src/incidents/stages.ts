// The stages that an incident went through, and the time each took, read from its story.
import type { Detail, IncidentType } from './catalogue';
import { elapsed, type WorkCalendar } from '../calendar/work_time';

export interface Passed {
  state: string;
  tookMs: number; // by its own clock; of the stage that runs: until now
  termMs: number | null; // what the type gives it; null when it has no clock
  share: number; // of the term; 0 without one
  running: boolean;
}

const isSide = (state: string) => state === 'suspended' || state === 'duplicate';

/** `now` in milliseconds since 1970. A stage entered again is listed again. */
export function stagesOf(detail: Detail, type: IncidentType | undefined, calendar: WorkCalendar, now: number): Passed[] {
  const moves = detail.story.filter((row) => row.action === 'report' || (row.from !== row.to && !isSide(row.to) && !isSide(row.from)));
  const open = detail.incident.stage;
  return moves.flatMap((row, index) => {
    const term = type?.deadlines[row.to];
    const following = moves[index + 1];
    const running = !following && detail.incident.state === row.to;
    if (!term) return [];
    const from = Date.parse(row.at);
    const to = following ? Date.parse(following.at) : now;
    const tookMs = elapsed(calendar, term.clock, from, to, running ? (open?.pauses ?? []) : []);
    const termMs = running && open?.deadline ? elapsed(calendar, term.clock, from, Date.parse(open.deadline), open.pauses) : wholeTerm(term, calendar);
    return [{ state: row.to, tookMs, termMs, share: termMs ? tookMs / termMs : 0, running }];
  });
}

/** A working day is spent in its working hours. */
function wholeTerm(term: { minutes?: number; days?: number }, calendar: WorkCalendar): number {
  if (term.minutes !== undefined) return term.minutes * 60_000;
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return (term.days ?? 0) * calendar.hours.reduce((sum, { from, to }) => sum + minutes(to) - minutes(from), 0) * 60_000;
}
