// The sheet of a step of a measure, and the step that it becomes. Pure.
import { fenOf, yuanOf } from './draft';
import type { ActionHere, MeasureInFull, StepSent } from './measure';
import { needsText } from './measure';

export type Way = NonNullable<StepSent['how']>;
export const WAYS: readonly Way[] = ['in_person', 'left', 'mail', 'electronic', 'by_notice'];

export interface Sheet {
  text: string;
  /** In yuan, as it is typed; of a fine that is decided. */
  amount: string;
  how: Way | '';
  to: string;
  consent: boolean;
  /** As a field of date and time has it, empty for now; of a delivery. */
  at: string;
}

export const sheetOf = ({ fen }: Pick<MeasureInFull, 'fen'>): Sheet => ({ text: '', amount: yuanOf(fen), how: '', to: '', consent: false, at: '' });

export type Lacking = 'text' | 'amount' | 'how' | 'to' | 'consent';

/** The first thing without which the server would refuse it. A fine only becomes smaller, and stays within its limits. */
export function lackingIn(action: ActionHere, { kind, fen, least_fen }: Pick<MeasureInFull, 'kind' | 'fen' | 'least_fen'>, sheet: Sheet): Lacking | null {
  if (action === 'decide' && kind === 'fine') {
    const wanted = fenOf(sheet.amount);
    if (wanted === null || wanted > fen || wanted < least_fen) return 'amount';
  }
  if (action === 'deliver') {
    if (!sheet.how) return 'how';
    if (!sheet.to.trim()) return 'to';
    if (sheet.how === 'electronic' && !sheet.consent) return 'consent';
  }
  return needsText(action, kind) && !sheet.text.trim() ? 'text' : null;
}

export function stepOf(id: string, action: ActionHere, { kind, version }: Pick<MeasureInFull, 'kind' | 'version'>, sheet: Sheet): StepSent {
  const amount = action === 'decide' && kind === 'fine' && { fen: fenOf(sheet.amount) };
  const delivery = action === 'deliver' && {
    how: sheet.how || 'in_person' as const, to: sheet.to.trim(), at: sheet.at ? new Date(sheet.at).toISOString() : null, consent: sheet.how === 'electronic' && sheet.consent,
  };
  return { id, action, version, text: sheet.text.trim(), consent: false, ...amount, ...delivery };
}
