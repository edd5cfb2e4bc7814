import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueOf } from './due';

test('a round is due by the end of its day, and late from the next one on', () => {
  const on = (today: string) => dueOf({ due: '2020-03-01', closed_at: null }, today);
  assert.deepEqual(on('2020-02-28'), { is: 'left', days: 2 }, '2020 has a 29th of February');
  assert.deepEqual(on('2020-03-01'), { is: 'today', days: 0 });
  assert.deepEqual(on('2020-03-11'), { is: 'over', days: 10 });
});

test('a round without a day, or one that is closed, is not late', () => {
  assert.equal(dueOf({ due: null, closed_at: null }, '2020-03-11'), null);
  assert.equal(dueOf({ due: '2020-03-01', closed_at: '2020-03-05T00:00:00Z' }, '2020-03-11'), null);
});
