// The way of a measure through its states: what it went through, and what still lies ahead (src/city/inspections/measure_state.cpp).
import type { InFull, Kind, State, Step } from './measure';

const MAIN: Record<Kind, readonly State[]> = {
  fine: ['proposed', 'told', 'decided', 'delivered', 'carried_out'],
  instruction: ['proposed', 'decided', 'delivered', 'carried_out'],
  notice: ['proposed', 'decided', 'carried_out'], // its delivery is all there is to do
};
const AFTER_DELIVERY: readonly State[] = ['appealed', 'upheld', 'reduced', 'overdue'];

export interface Stop {
  state: State;
  at: string; // when it came there
}

/** The states it went through, in their order; one that it came to again stands again. */
export const passedBy = (steps: readonly Pick<Step, 'action' | 'from' | 'to' | 'happened'>[]): Stop[] =>
  steps.filter(({ action, from, to }) => action === 'propose' || from !== to).map(({ to, happened }) => ({ state: to, at: happened }));

/** What still lies ahead when all goes its way. */
export function aheadOf({ state, kind }: Pick<InFull, 'state' | 'kind'>): State[] {
  if (AFTER_DELIVERY.includes(state)) return ['carried_out'];
  const at = MAIN[kind].indexOf(state);
  return at < 0 ? [] : MAIN[kind].slice(at + 1);
}

const OVER: readonly State[] = ['withdrawn', 'dropped'];
export const isOver = (state: State) => OVER.includes(state);
/** Somebody must still act on it. */
export const isOpen = (state: State) => !isOver(state) && state !== 'carried_out';
