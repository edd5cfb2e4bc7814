import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterFrom, fits, queryFrom } from './filter';

test('a filter is the same after it went through the address', () => {
  const opened = filterFrom({});
  assert.deepEqual(queryFrom(opened), {});
  const filter = { unit: 'u', type: 'gathering', state: 'filed', open: false, overdue: true, mine: true, order: 'deadline' } as const;
  assert.deepEqual(filterFrom(queryFrom(filter)), filter);
  assert.deepEqual(filterFrom({ unit: ['a', 'b'], order: 'odd', open: null }), opened);
});

test('an incident says itself whether it still fits', () => {
  const opened = filterFrom({});
  const one = { type: 'gathering', state: 'filed', stage: { deadline: '2026-01-01T10:00:00Z' } as never };
  const now = Date.parse('2026-01-01T11:00:00Z');
  assert.ok(fits(opened, one, now) && fits({ ...opened, overdue: true }, one, now) && fits({ ...opened, type: 'gathering', state: 'filed' }, one, now));
  assert.ok(!fits({ ...opened, overdue: true }, one, now - 7_200_000));
  assert.ok(!fits(opened, { ...one, state: 'closed' }, now) && fits({ ...opened, open: false }, { ...one, state: 'closed' }, now));
  assert.ok(!fits({ ...opened, open: false, overdue: true }, { ...one, state: 'closed' }, now));
  assert.ok(!fits({ ...opened, type: 'fever_at_gate' }, one, now) && !fits({ ...opened, state: 'accepted' }, one, now));
});
