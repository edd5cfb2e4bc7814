// The 24 hours around a moment as a picture: shifts in lanes, so that those at the same time stand below each other.
import type { Schemas } from '../base/api/client';

export type Shift = Schemas['Shift'];
export interface Bar {
  shift: Shift;
  lane: number;
  left: number; // 0 to 1 of the window
  width: number;
}
export interface Window {
  from: number; // milliseconds since 1970
  to: number;
}

const share = (at: number, { from, to }: Window) => Math.min(1, Math.max(0, (at - from) / (to - from)));

export const placeOf = (span: { from: string; to: string }, window: Window) => {
  const left = share(Date.parse(span.from), window);
  return { left, width: share(Date.parse(span.to), window) - left };
};

/** Those that touch the window, each in the first lane that is free. */
export function barsOf(shifts: readonly Shift[], window: Window): Bar[] {
  const ends: number[] = [];
  return [...shifts]
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
    .flatMap((shift) => {
      const { left, width } = placeOf(shift, window);
      if (width <= 0) return [];
      const free = ends.findIndex((end) => end <= Date.parse(shift.from));
      const lane = free >= 0 ? free : ends.length;
      ends[lane] = Date.parse(shift.to);
      return [{ shift, lane, left, width }];
    });
}
