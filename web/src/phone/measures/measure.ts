// What a finding led to, as the server says it, and what of it is told and done on a phone.
import type { Schemas } from '../../base/api/client';

export type Measure = Schemas['Measure'];
export type MeasureInFull = Schemas['MeasureInFull'];
export type Offence = Schemas['Offence'];
export type Kind = Schemas['MeasureKind'];
export type Action = Schemas['MeasureAction'];
export type StepSent = Schemas['MeasureStepInput'];

const OVER: readonly Measure['state'][] = ['withdrawn', 'carried_out', 'dropped'];
/** Somebody must still act on it. */
export const isOpen = ({ state }: Pick<Measure, 'state'>) => !OVER.includes(state);

/** The steps that are taken on a phone; what comes later is for the office. */
export const HERE = ['tell', 'decide', 'deliver', 'drop'] as const satisfies readonly Action[];
export type ActionHere = (typeof HERE)[number];

/** Those that somebody can take here, in that order. */
export const stepsOf = ({ can }: Pick<MeasureInFull, 'can'>): ActionHere[] => HERE.filter((action) => can.includes(action));
export const hasDeskSteps = ({ can }: Pick<MeasureInFull, 'can'>) => can.some((action) => !HERE.some((one) => one === action));

/** Whether the server wants words: why, or how (the table of docs/design/inspections.md). */
export const needsText = (action: ActionHere, kind: Kind) => action === 'tell' || action === 'drop' || (action === 'decide' && kind === 'fine');
