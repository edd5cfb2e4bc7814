import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST, PACES, partsOf, termOf, typedTerm, type Term } from './terms';

test('every term that the server takes is the same after it was typed', () => {
  for (const clock of ['urgent', 'working_hours'] as const) {
    for (const minutes of [...Array.from({ length: 3_000 }, (_, i) => i + 1), 525_599, 525_600]) {
      const term: Term = { clock, minutes };
      assert.deepEqual(termOf(typedTerm(term)), term);
    }
  }
  for (let days = 1; days <= 366; ++days) assert.deepEqual(termOf(typedTerm({ clock: 'working_days', days })), { clock: 'working_days', days });
});

test('hours are said as hours, and what is not whole as minutes', () => {
  assert.deepEqual([720, 30, 90].map((minutes) => typedTerm({ clock: 'urgent', minutes })), ['12 urgent_hours', '30 urgent_minutes', '90 urgent_minutes']);
  assert.deepEqual(partsOf(' urgent_minutes'), { amount: undefined, pace: 'urgent_minutes' });
});

test('nothing, a part and too much are no terms', () => {
  for (const pace of PACES) for (const amount of ['', '0', '-1', '1.5', 'two', String(MOST[pace] + 1)]) assert.equal(termOf(`${amount} ${pace}`), null, `${amount} ${pace}`);
  assert.equal(termOf(''), null);
});
