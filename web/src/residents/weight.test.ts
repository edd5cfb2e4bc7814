import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barOf, showBits } from './weight';

test('what speaks for one person goes to the right, what speaks against to the left, never over the edge', () => {
  assert.deepEqual(barOf(12.5), { left: 50, width: 25, says: 'for' });
  assert.deepEqual(barOf(-5), { left: 40, width: 10, says: 'against' });
  assert.deepEqual(barOf(0), { left: 50, width: 0, says: 'nothing' });
  assert.deepEqual(barOf(-99), { left: 0, width: 50, says: 'against' });
  assert.equal(barOf(26.5).width, 50);
});

test('the weight has its sign', () => {
  assert.deepEqual([14.56, -7.6, 0, -0.01].map(showBits), ['+14.6', '−7.6', '0.0', '0.0']);
});
