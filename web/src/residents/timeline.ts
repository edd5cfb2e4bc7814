// Where somebody lived, as bars along one line of time.

interface Stay {
  since: string; // YYYY-MM-DD
  until: string | null; // the day after the last one
}
/** In hundredths of the whole line. */
export interface Span {
  left: number;
  width: number;
  goesOn: boolean;
}
export interface Line {
  from: string;
  to: string;
  spans: Span[];
}
const NARROWEST = 1.5; // a day among years is still seen

/** From the first day to today, or to the last one that is known already. */
export function lineOf(stays: readonly Stay[], today: string): Line {
  const days = stays.flatMap((one) => [one.since, one.until ?? today]);
  const [from, to] = [[...days].sort()[0] ?? today, [...days, today].sort().at(-1)!];
  const whole = Math.max(1, Date.parse(to) - Date.parse(from));
  const at = (day: string) => ((Date.parse(day) - Date.parse(from)) / whole) * 100;
  const spans = stays.map(({ since, until }) => {
    const width = Math.max(NARROWEST, at(until ?? to) - at(since));
    return { left: Math.min(at(since), 100 - width), width, goesOn: until === null };
  });
  return { from, to, spans };
}
