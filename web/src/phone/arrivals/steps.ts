// What is done about people who were declared. The server says which steps are for whom; while steps wait on this phone, it counts
// them as taken, so that who stands at a door without a network can go on.
import type { Schemas } from '../../base/api/client';
import type { Entry } from '../outbox/entry';
import type { Arrival, Person, State } from './arrival';

export type Step = Schemas['DeclarationStepName'];
export type StepSent = Schemas['DeclarationStep'];

/** As src/city/declarations/steps.cpp has it; steps.test.ts holds them against each other. */
export const WAYS: readonly (readonly [Step, State, State])[] = [
  ['meet', 'expected', 'arrived'], ['meet', 'overdue', 'arrived'], ['meet', 'withdrawn', 'arrived'], ['meet', 'not_come', 'arrived'],
  ['verify', 'arrived', 'verified'], ['register', 'verified', 'registered'], ['register', 'released', 'registered'],
  ['observe', 'verified', 'observed'], ['observe', 'observed', 'observed'], ['observe', 'registered', 'observed'],
  ['release', 'observed', 'released'], ['withdraw', 'expected', 'withdrawn'], ['withdraw', 'overdue', 'withdrawn'],
  ['miss', 'expected', 'not_come'], ['miss', 'overdue', 'not_come'],
  ['correct', 'arrived', 'expected'], ['correct', 'verified', 'expected'], ['correct', 'withdrawn', 'expected'], ['correct', 'not_come', 'expected'],
];
const ASIDE: readonly Step[] = ['withdraw', 'miss', 'correct'];
export const isAside = (step: Step) => ASIDE.includes(step);

const stepsOf = (state: State) => WAYS.filter(([, from]) => from === state).map(([step]) => step);

function taken(person: Person, { step, observation }: StepSent): Person {
  const to = WAYS.find(([name, from]) => name === step && from === person.state)?.[2];
  return to ? { ...person, state: to, steps: stepsOf(to), observation: observation ?? person.observation } : person;
}

/** The declaration as it will be once the server has what waits. */
export function withWaiting(arrival: Arrival, entries: readonly Entry[]): Arrival {
  const waiting = entries.filter(({ kind, state }) => kind === 'declaration_step' && state === 'waiting');
  return waiting.reduce((so_far, { json, written_at }) => {
    const sent = json as unknown as StepSent;
    const persons = so_far.persons.map((one) => (sent.persons?.includes(one.id) ? taken(one, sent) : one));
    return { ...so_far, persons, prepared_at: sent.step === 'prepare' ? (so_far.prepared_at ?? new Date(written_at).toISOString()) : so_far.prepared_at };
  }, arrival);
}

/** The steps that are for all of them now. Nobody is released before the day. */
export function stepsFor(persons: readonly Person[], today: string): Step[] {
  const isTime = (step: Step, { observation }: Person) => step !== 'release' || (observation?.until ?? '') <= today;
  return (persons[0]?.steps ?? []).filter((step) => persons.every((one) => one.steps.includes(step) && isTime(step, one)));
}

/** Whether the server wants to know why: also where the end of an observation is moved. */
export const needsReason = (step: Step, persons: readonly Person[]) => isAside(step) || (step === 'observe' && persons.some(({ state }) => state === 'observed'));
