import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentsOf, wilson } from './wilson';

test('the interval is that of the literature', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3.
  for (const [value, of, low, high] of [[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]] as const) {
    const found = wilson(value, of);
    assert.ok(Math.abs(found.low - low) < 5e-5 && Math.abs(found.high - high) < 5e-5, `${value} of ${of}: ${found.low} to ${found.high}`);
  }
});

test('it holds the share, stays between nothing and all, and narrows with the cases', () => {
  for (let of = 1; of <= 60; ++of) {
    for (let value = 0; value <= of; ++value) {
      const { low, high } = wilson(value, of);
      assert.ok(low >= 0 && low <= value / of && value / of <= high && high <= 1, `${value} of ${of}`);
      const ten = wilson(10 * value, 10 * of);
      assert.ok(ten.high - ten.low < high - low, `${value} of ${of}`);
    }
  }
});

test('limits are rounded outwards', () => {
  assert.deepEqual([percentsOf(wilson(27, 29)), percentsOf(wilson(0, 3)), percentsOf(wilson(3, 3))], [{ low: 78, high: 99 }, { low: 0, high: 57 }, { low: 43, high: 100 }]);
});
