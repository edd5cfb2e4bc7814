import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fenOf, typedYuan, yuanOf } from './yuan';

test('an amount is read as it is typed, to the fen', () => {
  assert.deepEqual(['500', ' 500.5 ', '1,234.05', '0', '0.07', '10000000'].map(fenOf), [50_000, 50_050, 123_405, 0, 7, 1_000_000_000]);
  assert.deepEqual(['', '-5', '5.001', '1e3', '10000000.01', '12,34', '五百', '5 00'].map(fenOf), Array.from({ length: 8 }, () => null));
});

test('it is written in yuan, with fen only where there are any, and a field takes it back', () => {
  assert.deepEqual([50_000, 123_405, 7, 100_000_050].map(yuanOf), ['500', '1,234.05', '0.07', '1,000,000.50']);
  for (const fen of [0, 7, 50_000, 123_405, 999_999_999]) assert.equal(fenOf(typedYuan(fen)), fen);
});
