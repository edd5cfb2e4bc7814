// What can be done now about the persons of a declaration, and what is needed for it.
import { addDays } from '../base/time';
import type { Declaration, Declared, Observation, StepName } from './declaration';

const STEPS: StepName[] = ['meet', 'verify', 'observe', 'release', 'register', 'miss', 'withdraw', 'correct'];

export interface Possible {
  step: StepName;
  persons: Declared[]; // whom it can be about; nobody for `prepare`
}

/** `acts`: the reader is of the grid; else they have declared it, and may only say that somebody does not come. */
export function possibleSteps({ persons, prepared_at }: Pick<Declaration, 'persons' | 'prepared_at'>, acts: boolean): Possible[] {
  const awaited = persons.some(({ state }) => state === 'expected' || state === 'overdue');
  const found = STEPS.filter((step) => acts || step === 'withdraw').map((step) => ({ step, persons: persons.filter((one) => one.steps.includes(step)) }));
  const about = found.filter((one) => one.persons.length > 0);
  return acts && awaited && !prepared_at ? [{ step: 'prepare', persons: [] }, ...about] : about;
}

/** Whom the form begins with: those who are not observed yet, for whom no end has to be moved; else everybody. */
export function firstPersons({ step, persons }: Possible): Declared[] {
  const fresh = step === 'observe' ? persons.filter(({ state }) => state !== 'observed') : [];
  return fresh.length > 0 ? fresh : persons;
}

/** A reason is needed for what did not go as declared, and for moving the end of an observation that is on. */
export function needsReason(step: StepName, persons: readonly Pick<Declared, 'state'>[]): boolean {
  return step === 'withdraw' || step === 'miss' || step === 'correct' || (step === 'observe' && persons.some(({ state }) => state === 'observed'));
}

export const hasRoom = (step: StepName) => step === 'register' || step === 'observe' || step === 'release';
/** Nobody is registered in no room; an observation goes without. */
export const needsRoom = (step: StepName) => step === 'register';

const USUAL_DAYS = 14; // where no rule says how long
/** The observation that the form begins with: the one that is on, else what the rules say, from today on. */
export function firstObservation({ awaits }: Pick<Declaration, 'awaits'>, persons: readonly Declared[], today: string): Observation {
  const on = persons.find(({ state, observation }) => state === 'observed' && observation)?.observation;
  if (on) return { ...on };
  return { kind: awaits?.kind ?? 'home', from: today, until: addDays(today, awaits?.days || USUAL_DAYS) };
}
