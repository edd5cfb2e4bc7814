import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAtOrAbove, fullBins, usualRange } from './charts';

test('a histogram has no holes and reaches past the threshold', () => {
  const bins = fullBins([{ from_cc: 3650, count: 2 }, { from_cc: 3680, count: 1 }], 3700);
  assert.deepEqual(bins.map((bin) => bin.count), [2, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.equal(bins.at(-1)!.from_cc, 3730);
  assert.deepEqual(fullBins([], 3730), []);
});

test('fevers are counted at or above the threshold', () => {
  assert.equal(countAtOrAbove([{ from_cc: 3720, count: 5 }, { from_cc: 3730, count: 2 }, { from_cc: 3800, count: 1 }], 3730), 3);
});

test('the usual range comes from the days before, not from the day that is judged', () => {
  const days = [3650, 3652, 3648, 3650, 3655, 3645, 3650, 3700].map((median_cc, i) => ({ day: `2026-03-0${i + 1}`, count: 100, median_cc }));
  const range = usualRange(days)!;
  assert.ok(range.low > 3630 && range.high < 3670 && range.high < 3700);
  assert.equal(usualRange(days.slice(0, 7)), null);
});
