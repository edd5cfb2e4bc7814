import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offset, percent, temperature, wholePercent } from './numbers';

test('a temperature is shown with its uncertainty, which is never shown as nothing', () => {
  assert.equal(temperature(3660, 28), '36.6 ± 0.3');
  assert.equal(temperature(3660, 1), '36.6 ± 0.1');
  assert.equal(temperature(3660, null), '36.6');
});

test('an offset carries its sign', () => {
  assert.equal(offset(12), '+0.12');
  assert.equal(offset(-5), '−0.05');
  assert.equal(offset(0), '±0.00');
  assert.equal(percent(873), '87 %');
});

test('a share in percent never says all while something is missing', () => {
  assert.deepEqual([0, 1 / 300_000, 0.505, 299_999 / 300_000, 1].map(wholePercent), [0, 1, 51, 99, 100]);
});
