import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocationQuery } from 'vue-router';
import { addressOf, askedFor, daysOf, periodFrom, type Period } from './period';

const today = '2020-03-05';

test('a period is the same after it went through the address; what is no period is the usual one', () => {
  const all: Period[] = [{ kind: 'latest', days: 7 }, { kind: 'latest', days: 30 }, { kind: 'latest', days: 90 }, { kind: 'month', month: '2020-02' }, { kind: 'range', first: '2020-02-10', last: '2020-02-24' }];
  for (const one of all) assert.deepEqual(periodFrom(addressOf(one)), one);
  const odd: LocationQuery[] = [{}, { days: '8' }, { month: '2020-13' }, { month: '2020' }, { first: '2020-02-30', last: '2020-03-01' }, { first: '2020-02-10' }, { days: ['7', '30'] }];
  for (const one of odd) assert.deepEqual(periodFrom(one), { kind: 'latest', days: 30 });
});

test('a month ends with its last day, and no period after today', () => {
  const days = (period: Period) => daysOf(period, today);
  assert.deepEqual(days({ kind: 'month', month: '2020-02' }), { first: '2020-02-01', last: '2020-02-29' });
  assert.deepEqual(days({ kind: 'month', month: '2019-12' }), { first: '2019-12-01', last: '2019-12-31' });
  assert.deepEqual(days({ kind: 'month', month: '2020-03' }), { first: '2020-03-01', last: today });
  assert.deepEqual(days({ kind: 'latest', days: 7 }), { first: '2020-02-28', last: today });
  assert.deepEqual(days({ kind: 'range', first: '2020-03-01', last: '2020-04-01' }), { first: '2020-03-01', last: today });
});

test('the server is asked from midnight to midnight of the city, or until now', () => {
  const asked = (period: Period) => askedFor(period, today, 'Asia/Shanghai');
  assert.deepEqual(asked({ kind: 'month', month: '2020-02' }), { from: '2020-01-31T16:00:00.000Z', to: '2020-02-29T16:00:00.000Z' });
  assert.deepEqual(asked({ kind: 'latest', days: 30 }), { from: '2020-02-04T16:00:00.000Z' });
  assert.deepEqual(asked({ kind: 'range', first: today, last: today }), { from: '2020-03-04T16:00:00.000Z' });
  assert.equal(asked({ kind: 'range', first: '2020-02-10', last: '2020-02-09' }), null);
  assert.equal(asked({ kind: 'month', month: '2020-04' }), null);
});
