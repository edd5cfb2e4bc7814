// What each action asks for: the table of src/city/inspections/measure_state.cpp and the checks of measure_steps.cpp.
import type { Action, InFull } from './measure';

export interface Needs {
  text: 'must' | 'may';
  fen: 'must' | 'may' | null; // an amount; left empty of a decision it stays as the party was told
  at: boolean; // when it happened, for what is written down later
  delivery: boolean; // how, and who took it
  due: boolean; // a new last day
}

const DATED: readonly Action[] = ['deliver', 'ask_review', 'sue', 'take_back', 'uphold', 'reduce', 'withdraw', 'carry_out'];
const WORDLESS: readonly Action[] = ['deliver', 'set_overdue'];

export function needsOf(action: Action, { kind }: Pick<InFull, 'kind'>): Needs {
  const decidesFine = action === 'decide' && kind === 'fine';
  return {
    text: WORDLESS.includes(action) || (action === 'decide' && !decidesFine) ? 'may' : 'must',
    fen: decidesFine ? 'may' : action === 'reduce' ? 'must' : null,
    at: DATED.includes(action),
    delivery: action === 'deliver',
    due: action === 'defer',
  };
}

const LEADS: readonly Action[] = ['tell', 'decide', 'deliver', 'carry_out'];
/** The one action that leads on, before what ends it or is the party's; none while others review it. */
export const leadingOf = ({ can, state }: Pick<InFull, 'can' | 'state'>) => (state === 'appealed' ? null : (LEADS.find((one) => can.includes(one)) ?? null));
/** What cannot be taken back. */
export const isGrave = (action: Action) => action === 'drop' || action === 'withdraw';
