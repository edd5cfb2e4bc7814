import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Right } from '../session/session';
import type { StepName } from './enterprise';
import { aboveOf, leadingOf, stepsFor, waitsForGrid } from './parts';

const all: StepName[] = ['check', 'approve', 'return', 'withdraw'];
const zippers = { path: '/yw/g1/e1/', kind: 'enterprise' };
const post = (path: string, rights: Right[]) => (right: Right, asked: string) => rights.includes(right) && asked.startsWith(path);

test('everybody is offered what is theirs to do', () => {
  assert.deepEqual(stepsFor(all, zippers, post('/yw/g1/e1/', ['act_on_enterprises'])), ['withdraw'], 'nobody checks their own');
  assert.deepEqual(stepsFor(all, zippers, post('/yw/g1/', ['act_on_enterprises'])), ['check', 'withdraw']);
  assert.deepEqual(stepsFor(all, zippers, post('', ['decide_on_enterprises'])), ['approve', 'return']);
  assert.deepEqual(stepsFor(all, zippers, post('/yw/g2/', ['act_on_enterprises'])), []);
});

test('a shop without a unit of its own is looked at by the unit in which it stands', () => {
  assert.equal(aboveOf(zippers), '/yw/g1/');
  assert.equal(aboveOf({ path: '/yw/g1/', kind: 'grid' }), '/yw/g1/');
});

test('one step leads on', () => {
  assert.equal(leadingOf({ state: 'applied', passed: null }, ['check', 'return', 'withdraw']), 'check');
  assert.equal(leadingOf({ state: 'checked', passed: true }, all), 'approve');
  assert.equal(leadingOf({ state: 'checked', passed: false }, all), 'check');
  assert.equal(leadingOf({ state: 'closed', passed: true }, ['check', 'reopen', 'apply']), 'reopen');
  assert.equal(leadingOf({ state: 'closed', passed: null }, ['reopen', 'apply']), 'apply');
  assert.equal(leadingOf({ state: 'approved', passed: true }, ['check', 'close', 'set_cap']), null);
  assert.deepEqual([waitsForGrid('approve', null), waitsForGrid('reopen', false), waitsForGrid('approve', true), waitsForGrid('close', null)], [true, true, false, false]);
});
