import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Declared, Observation } from './declaration';
import { firstObservation, firstPersons, needsReason, possibleSteps } from './steps';

const person = (id: string, state: Declared['state'], steps: Declared['steps'], observation: Observation | null = null): Declared => ({
  id, name: id, spellings: [], birth: null, sex: null, nationality: null, phones: [], documents: [], since: '2020-02-20T01:00:00Z', registered: false, state, steps, observation,
});
const awaited = (id: string) => person(id, 'expected', ['meet', 'withdraw', 'miss']);
const arrived = (id: string) => person(id, 'arrived', ['verify', 'correct']);

test('of a family of which some have come, each step is for those whom it fits', () => {
  const possible = possibleSteps({ persons: [awaited('a'), arrived('b'), arrived('c')], prepared_at: '2020-02-20T01:00:00Z' }, true);
  assert.deepEqual(possible.map(({ step, persons }) => [step, persons.map((one) => one.id).join()]), [['meet', 'a'], ['verify', 'b,c'], ['miss', 'a'], ['withdraw', 'a'], ['correct', 'b,c']]);
});

test('a room is made ready once, and while somebody is awaited', () => {
  assert.equal(possibleSteps({ persons: [awaited('a')], prepared_at: null }, true)[0]?.step, 'prepare');
  assert.equal(possibleSteps({ persons: [arrived('a')], prepared_at: null }, true)[0]?.step, 'verify');
});

test('who has declared it says who does not come, and nothing else', () => {
  assert.deepEqual(possibleSteps({ persons: [awaited('a'), arrived('b')], prepared_at: null }, false).map(({ step }) => step), ['withdraw']);
});

test('whoever is not observed yet is observed first, and nobody’s end moves by accident', () => {
  const observed = person('a', 'observed', ['observe', 'release']);
  const verified = person('b', 'verified', ['observe']);
  const ids = (step: 'observe' | 'meet', persons: Declared[]) => firstPersons({ step, persons }).map(({ id }) => id);
  assert.deepEqual([ids('observe', [observed, verified]), ids('observe', [observed]), ids('meet', [observed, verified])], [['b'], ['a'], ['a', 'b']]);
});

test('an observation begins with what the rules say, and goes on as it is', () => {
  const rule = { regions: ['420000'], from: '2020-01-01', until: null, kind: 'central' as const, days: 7, why: {}, basis: '', place: '420106', version: 1 };
  assert.deepEqual(firstObservation({ awaits: rule }, [arrived('a')], '2020-02-25'), { kind: 'central', from: '2020-02-25', until: '2020-03-03' });
  assert.deepEqual(firstObservation({ awaits: null }, [arrived('a')], '2020-02-25'), { kind: 'home', from: '2020-02-25', until: '2020-03-10' });
  const on = { kind: 'station' as const, from: '2020-02-20', until: '2020-03-05' };
  const observed = person('a', 'observed', ['observe', 'release'], on);
  assert.deepEqual(firstObservation({ awaits: rule }, [observed], '2020-02-25'), on);
  assert.deepEqual([needsReason('observe', [observed]), needsReason('observe', [arrived('a')]), needsReason('miss', []), needsReason('meet', [])], [true, false, true, false]);
});
