import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadingOf, needsOf } from './needs';

test('a fine is decided with words and perhaps a smaller amount, anything else without', () => {
  assert.deepEqual(needsOf('decide', { kind: 'fine' }), { text: 'must', fen: 'may', at: false, delivery: false, due: false });
  assert.deepEqual(needsOf('decide', { kind: 'instruction' }), { text: 'may', fen: null, at: false, delivery: false, due: false });
});

test('only what happens outside may be dated back; a delivery says how, a deferral until when', () => {
  assert.deepEqual((['tell', 'drop', 'set_overdue', 'defer', 'deliver', 'sue', 'carry_out'] as const).map((action) => needsOf(action, { kind: 'fine' }).at), [false, false, false, false, true, true, true]);
  assert.deepEqual([needsOf('deliver', { kind: 'notice' }).delivery, needsOf('defer', { kind: 'fine' }).due, needsOf('reduce', { kind: 'fine' }).fen], [true, true, 'must']);
});

test('what leads on comes before what ends a measure', () => {
  assert.equal(leadingOf({ state: 'told', can: ['drop', 'decide'] }), 'decide');
  assert.equal(leadingOf({ state: 'carried_out', can: ['ask_review', 'sue', 'withdraw'] }), null);
  assert.equal(leadingOf({ state: 'appealed', can: ['uphold', 'carry_out'] }), null, 'it lies with who reviews');
});
