import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { declarationStepEntry, type Entry } from '../outbox/entry';
import type { Arrival, Person, State } from './arrival';
import { needsReason, stepsFor, WAYS, withWaiting, type Step, type StepSent } from './steps';

const person = (id: string, state: State, until?: string) =>
  ({ id, name: id, state, steps: WAYS.filter(([, from]) => from === state).map(([step]) => step), observation: until ? { kind: 'home', from: '2020-02-01', until } : null }) as unknown as Person;
const family = (...persons: Person[]) => ({ id: 'd', prepared_at: null, persons }) as unknown as Arrival;
const entry = (step: Step, persons: string[], more: Partial<StepSent> = {}): Entry => declarationStepEntry('d', { id: step, step, persons, ...more }, 'steps', [], '', 5);
const states = ({ persons }: Arrival) => persons.map(({ state }) => state);

test('the phone expects of a step what the server makes of it', () => {
  const source = readFileSync('../src/city/declarations/steps.cpp', 'utf8');
  const ways = [...source.matchAll(/\{Step::(\w+), State::(\w+), State::(\w+)\}/g)].map(([, step, from, to]) => [step === 'enrol' ? 'register' : step, from, to].join());
  assert.ok(ways.length > 15);
  assert.deepEqual(WAYS.map((way) => way.join()).sort(), ways.sort());
});

test('steps that wait count as taken, one after the other, and a refused one does not', () => {
  const arrival = family(person('a', 'expected'), person('b', 'overdue'), person('c', 'expected'));
  const observation = { kind: 'home', from: '2020-02-01', until: '2020-02-15' } as const;
  const waiting = [entry('prepare', []), entry('meet', ['a', 'b']), entry('verify', ['a', 'b']), entry('observe', ['a'], { observation })];
  const seen = withWaiting(arrival, waiting);
  assert.deepEqual(states(seen), ['observed', 'verified', 'expected']);
  assert.deepEqual(seen.persons[0]!.observation, observation);
  assert.ok(seen.persons[1]!.steps.includes('register'));
  assert.equal(seen.prepared_at, new Date(5).toISOString());
  assert.deepEqual(states(withWaiting(arrival, waiting.map((one) => ({ ...one, state: 'refused' })))), ['expected', 'overdue', 'expected']);
  assert.deepEqual(states(withWaiting(arrival, [entry('register', ['a'])])), states(arrival), 'what is not for them changes nothing');
  assert.deepEqual(states(arrival), ['expected', 'overdue', 'expected'], 'what was read stays as it was');
});

test('what can be done is for all who are chosen, and nobody is released before the day', () => {
  assert.deepEqual(stepsFor([person('a', 'expected'), person('b', 'withdrawn')], '2020-02-10'), ['meet']);
  assert.deepEqual(stepsFor([person('a', 'expected'), person('b', 'observed')], '2020-02-10'), []);
  assert.deepEqual(stepsFor([], '2020-02-10'), []);
  const observed = [person('a', 'observed', '2020-02-10'), person('b', 'observed', '2020-02-11')];
  assert.deepEqual(stepsFor(observed, '2020-02-10'), ['observe']);
  assert.deepEqual(stepsFor(observed, '2020-02-11'), ['observe', 'release']);
  assert.ok(needsReason('observe', observed) && needsReason('miss', []) && !needsReason('observe', [person('a', 'verified')]));
});
