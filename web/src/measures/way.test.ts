import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State, Step } from './measure';
import { aheadOf, isOpen, passedBy } from './way';

const step = (action: Step['action'], from: State, to: State) => ({ action, from, to, happened: `at ${to}` });

test('a measure went through the states that it came to, also twice; what changes nothing is no stop', () => {
  const steps = [step('propose', 'proposed', 'proposed'), step('decide', 'proposed', 'decided'), step('deliver', 'decided', 'delivered'), step('defer', 'delivered', 'delivered'), step('ask_review', 'delivered', 'appealed'), step('uphold', 'appealed', 'upheld'), step('sue', 'upheld', 'appealed')];
  assert.deepEqual(passedBy(steps).map(({ state }) => state), ['proposed', 'decided', 'delivered', 'appealed', 'upheld', 'appealed']);
});

test('what lies ahead depends on the kind, and nothing lies ahead of what is over', () => {
  assert.deepEqual(aheadOf({ state: 'proposed', kind: 'fine' }), ['told', 'decided', 'delivered', 'carried_out']);
  assert.deepEqual(aheadOf({ state: 'proposed', kind: 'notice' }), ['decided', 'carried_out']);
  assert.deepEqual(aheadOf({ state: 'overdue', kind: 'instruction' }), ['carried_out']);
  for (const state of ['carried_out', 'withdrawn', 'dropped'] as const) assert.deepEqual(aheadOf({ state, kind: 'fine' }), []);
  assert.deepEqual((['proposed', 'overdue', 'carried_out', 'withdrawn', 'dropped'] as const).map(isOpen), [true, true, false, false, false]);
});
