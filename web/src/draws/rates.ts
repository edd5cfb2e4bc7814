// Rates come in 1/10,000. What of them is written, and where they lie on a picture.
import type { Stratum } from './draw';

const WHOLE = 10_000;
const TICK = 1_000;
const LEAST_SPAN = 2_000;

/** In percent, as exactly as it comes: 9312 is "93.12", 9300 is "93". */
export const percentOf = (rate: number) => String(rate / 100);

/** Of those who were seen, the share that was declared, in 1/10,000; nothing while nobody was. Never all or nothing by rounding alone. */
export function rateOf({ seen, declared }: Pick<Stratum, 'seen' | 'declared'>): number | null {
  if (seen === 0) return null;
  const rate = Math.round((WHOLE * declared) / seen);
  if (declared < seen && rate === WHOLE) return WHOLE - 1;
  return declared > 0 && rate === 0 ? 1 : rate;
}

/** A scale that ends at 100 % and begins below the lowest of what it shows, so that a narrow interval is seen as one. */
export interface Scale {
  from: number;
  ticks: number[];
}
export function scaleFor(lowest: number): Scale {
  const from = Math.max(0, Math.min(WHOLE - LEAST_SPAN, Math.floor(lowest / TICK) * TICK));
  const step = WHOLE - from > 5 * TICK ? 2 * TICK : WHOLE - from > LEAST_SPAN ? TICK : TICK / 2;
  const ticks: number[] = [];
  for (let at = WHOLE; at >= from; at -= step) ticks.unshift(at);
  return { from, ticks };
}

/** Where on the scale, in percent of its length. */
export const placeOn = ({ from }: Scale, rate: number) => Math.max(0, (100 * (rate - from)) / (WHOLE - from));

/** Strata of which nobody was seen although somebody was drawn: while there is one, nothing is said of the whole. */
export const unseenOf = (strata: readonly Stratum[]) => strata.filter(({ seen }) => seen === 0);
