import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Done } from './enterprise';
import { lastCheck } from './found';

const done = (...steps: Done['step'][]) => steps.map((step, i): Done => ({ id: String(i), step, plan: null, passed: step === 'check' ? true : null, cap: null, note: '', at: '2020-02-20T00:00:00Z', author: 'Li' }));

test('a check counts until the next application or closing', () => {
  assert.equal(lastCheck(done('set_cap', 'approve', 'check', 'apply'))?.id, '2');
  assert.equal(lastCheck(done('apply', 'return', 'check', 'apply')), null);
  assert.equal(lastCheck(done('close', 'approve', 'check')), null);
  assert.equal(lastCheck([]), null);
});
