// Whose step it is: the enterprise's own, that of the grid above it, or of the authority (src/city/enterprises/steps.cpp).
import type { Right } from '../session/session';
import type { InFull, StepName } from './enterprise';

type Part = 'enterprise' | 'grid' | 'authority';
const PARTS: Record<StepName, Part> = { apply: 'enterprise', withdraw: 'enterprise', check: 'grid', approve: 'authority', return: 'authority', set_cap: 'authority', close: 'authority', reopen: 'authority' };
export const partOf = (step: StepName) => PARTS[step];

/** The unit in which an enterprise is, as far as rights ask. */
export interface Where {
  path: string;
  kind: string;
}
/** Nobody checks or decides on their own enterprise; one without a unit of its own is looked at by the unit in which it stands. */
export const aboveOf = ({ path, kind }: Where) => (kind === 'enterprise' || kind === 'workshop' ? path.replace(/[^/]+\/$/, '') : path);

/** The steps that are possible now and that the reader may take. */
export function stepsFor(steps: readonly StepName[], where: Where, may: (right: Right, path: string) => boolean): StepName[] {
  const above = aboveOf(where);
  return steps.filter((step) => {
    if (partOf(step) === 'authority') return may('decide_on_enterprises', above);
    return may('act_on_enterprises', partOf(step) === 'grid' ? above : where.path);
  });
}

const LEADS = ['approve', 'check', 'apply'] as const satisfies readonly StepName[];

/** The one step that leads on: approval once the grid found all well, a look before that, an application of who may not work. */
export function leadingOf({ passed, state }: Pick<InFull, 'passed' | 'state'>, steps: readonly StepName[]): StepName | null {
  if (state === 'approved') return null;
  if (passed && steps.includes('reopen')) return 'reopen';
  return LEADS.find((step) => steps.includes(step) && (step !== 'approve' || passed === true) && (step !== 'check' || passed !== true)) ?? null;
}

/** An approval and a reopening wait for the grid to find it as it should be. */
export const waitsForGrid = (step: StepName, passed: boolean | null) => (step === 'approve' || step === 'reopen') && passed !== true;
