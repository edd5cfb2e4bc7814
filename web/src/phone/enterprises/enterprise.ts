// What the phone knows of enterprises: those that somebody answers for, and those that the grid has to look at.
import type { Enterprise, InFull, StepName } from '../../enterprises/enterprise';

export type { InFull };
/** `own`: of whoever answers for it; `grid`: of whoever looks whether it is as it should be. */
export type Side = 'own' | 'grid';
export type Known = Enterprise & { side: Side };

/** Whether the grid has to look: at every application, and again where something was missing or it was closed. */
export const isToCheck = ({ steps, state, passed }: Pick<Enterprise, 'steps' | 'state' | 'passed'>) => steps.includes('check') && state !== 'approved' && passed !== true;

/** Why it was returned or closed, being the last that the authority did; nothing when something else came after it. */
export function reasonOf({ done }: Pick<InFull, 'done'>): InFull['done'][number] | null {
  const last = done.find(({ step }) => step !== 'check');
  return last && (last.step === 'return' || last.step === 'close') ? last : null;
}

/** The caps that are still to come, after the one of today. */
export const laterCaps = ({ caps }: Pick<Enterprise, 'caps'>, today: string) => caps.filter(({ from }) => from > today);

/** What somebody who answers for it can do beside reporting. */
export const ownSteps = ({ steps }: Pick<Enterprise, 'steps'>): StepName[] => steps.filter((step) => step === 'apply' || step === 'withdraw');
