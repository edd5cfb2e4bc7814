import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastDayOf, leftUntil, urgeOf } from './deadline';

const until = '2026-03-10T16:00:00Z'; // the midnight in Shanghai that ends March 10

test('the last day is the one before the midnight that ends it', () => {
  assert.equal(lastDayOf(until, 'Asia/Shanghai'), '2026-03-10');
  assert.equal(lastDayOf('2026-03-10T04:00:00Z', 'Asia/Shanghai'), '2026-03-10');
});

test('time is left until that moment, and not a moment longer', () => {
  const at = (text: string) => Date.parse(text);
  assert.deepEqual(leftUntil(until, at('2026-03-08T15:00:00Z')), { is: 'left', unit: 'days', large: 2, small: 1 });
  assert.deepEqual(leftUntil(until, at('2026-03-10T17:30:00Z')), { is: 'over', unit: 'hours', large: 1, small: 30 });
  assert.deepEqual(['2026-03-01T00:00:00Z', '2026-03-09T00:00:00Z', until].map((text) => urgeOf(until, at(text))), ['fine', 'soon', 'over']);
});
