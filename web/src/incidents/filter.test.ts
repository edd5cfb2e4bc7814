import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterFrom, queryFrom } from './filter';

test('a filter is the same after it went through the address', () => {
  const opened = filterFrom({});
  assert.deepEqual(queryFrom(opened), {});
  const filter = { unit: 'u', type: 'gathering', state: 'filed', open: false, overdue: true, mine: true, order: 'deadline' } as const;
  assert.deepEqual(filterFrom(queryFrom(filter)), filter);
  assert.deepEqual(filterFrom({ unit: ['a', 'b'], order: 'odd', open: null }), opened);
});
