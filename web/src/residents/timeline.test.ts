import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from './timeline';

test('stays are laid along the time from the first day to today', () => {
  const { from, to, spans } = lineOf([{ since: '2020-01-01', until: '2020-01-06' }, { since: '2020-01-06', until: null }], '2020-01-11');
  assert.deepEqual([from, to], ['2020-01-01', '2020-01-11']);
  assert.deepEqual(spans, [{ left: 0, width: 50, goesOn: false }, { left: 50, width: 50, goesOn: true }]);
});

test('a single day is seen, a stay to come makes the line longer, and nothing runs over its ends', () => {
  const { spans } = lineOf([{ since: '2000-01-01', until: null }, { since: '2019-12-31', until: '2020-01-01' }], '2020-01-01');
  assert.deepEqual(spans[1], { left: 98.5, width: 1.5, goesOn: false });
  const later = lineOf([{ since: '2020-02-01', until: null }], '2020-01-01');
  assert.deepEqual([later.from, later.to], ['2020-01-01', '2020-02-01']);
  assert.equal(lineOf([], '2020-01-01').from, '2020-01-01');
  for (const { left, width } of [...spans, ...later.spans]) assert.ok(left >= 0 && left + width <= 100);
});
