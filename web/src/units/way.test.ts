import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayTo } from './way';

test('the way begins where the caller begins, and never above it', () => {
  const step = (id: string) => ({ id, name: id.toUpperCase() });
  const above = ['yw', 't1', 'c1'].map(step);
  const way = (unit: string, tops: string[]) => wayTo(unit, unit === 'g1' ? above : above.slice(0, -1), tops.map(step), 'Your units').map((one) => `${one.id}:${one.name}`);
  assert.deepEqual(way('g1', ['t1']), [':T1', 'c1:C1']);
  assert.deepEqual(way('g1', ['g1']), []);
  assert.deepEqual(way('g1', ['c1', 'c2']), [':Your units', 'c1:C1']);
  assert.deepEqual(way('c1', ['c1', 'c2']), [':Your units'], 'one of several is a step below them');
});
