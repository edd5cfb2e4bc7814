import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentOf, placeOn, rateOf, scaleFor } from './rates';

test('a rate is written as exactly as it comes', () => {
  assert.deepEqual([0, 7, 9300, 9310, 9312, 10_000].map(percentOf), ['0', '0.07', '93', '93.1', '93.12', '100']);
});

test('a rate of those who were seen is not all while one was not declared, and not nothing while one was', () => {
  assert.equal(rateOf({ seen: 0, declared: 0 }), null);
  assert.deepEqual([[8, 7], [3, 3], [3, 0], [40_000, 39_999], [40_000, 1]].map(([seen, declared]) => rateOf({ seen: seen!, declared: declared! })), [8750, 10_000, 0, 9999, 1]);
});

test('the scale begins below what it shows, has round ticks and ends at all', () => {
  assert.deepEqual(scaleFor(9_700), { from: 8_000, ticks: [8_000, 8_500, 9_000, 9_500, 10_000] });
  assert.deepEqual(scaleFor(6_240), { from: 6_000, ticks: [6_000, 7_000, 8_000, 9_000, 10_000] });
  assert.deepEqual(scaleFor(0), { from: 0, ticks: [0, 2_000, 4_000, 6_000, 8_000, 10_000] });
  for (let lowest = 0; lowest <= 10_000; lowest += 37) {
    const { from, ticks } = scaleFor(lowest);
    assert.ok(from <= lowest && ticks.at(-1) === 10_000 && ticks[0]! >= from && ticks.length <= 6, String(lowest));
  }
  assert.deepEqual([8_000, 9_000, 10_000].map((rate) => placeOn(scaleFor(9_000), rate)), [0, 50, 100]);
});
