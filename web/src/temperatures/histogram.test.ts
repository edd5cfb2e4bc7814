import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAtOrAbove, fullBins } from './histogram';

test('a histogram has no holes and reaches past the threshold', () => {
  const bins = fullBins([{ from_cc: 3650, count: 2 }, { from_cc: 3680, count: 1 }], 3700);
  assert.deepEqual(bins.map((bin) => bin.count), [2, 0, 0, 1, 0, 0, 0, 0, 0]);
  assert.equal(bins.at(-1)!.from_cc, 3730);
  assert.deepEqual(fullBins([], 3730), []);
});

test('fevers are counted at or above the threshold', () => {
  assert.equal(countAtOrAbove([{ from_cc: 3720, count: 5 }, { from_cc: 3730, count: 2 }, { from_cc: 3800, count: 1 }], 3730), 3);
});
