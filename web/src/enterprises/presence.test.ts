import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Day } from './enterprise';
import { isOver, pointsOf } from './presence';

const report = (day: string, present: number, fevers = 0): Day => ({ day, present, fevers, absent: 0, isolated: 0, highest_cc: null, masks: 0, note: '', trouble: 'none', gates: null, version: 1 });
const caps = [{ from: '2020-02-18', people: 40 }, { from: '2020-02-22', people: 80 }];

test('every day from the first to the last cap, with its cap and its report', () => {
  const points = pointsOf({ caps, days: [report('2020-02-20', 41, 1), report('2020-02-18', 40)] }, '2020-02-20');
  assert.deepEqual(points.map(({ day, cap, present, fevers }) => [day.slice(8), cap, present, fevers]), [['18', 40, 40, 0], ['19', 40, null, 0], ['20', 40, 41, 1], ['21', 40, null, 0], ['22', 80, null, 0]]);
  assert.deepEqual(points.map(isOver), [false, false, true, false, false]);
});

test('days before the first cap have none; what is long ago or far ahead is left out', () => {
  const points = pointsOf({ caps: [{ from: '2020-02-19', people: 40 }, { from: '2021-01-01', people: 80 }], days: [report('2020-02-18', 3), report('2019-12-01', 3)] }, '2020-02-20');
  assert.deepEqual([points[0]?.day, points.at(-1)?.day, points.find(({ day }) => day === '2020-02-18')?.cap], ['2020-01-21', '2020-03-22', null]);
  assert.deepEqual(pointsOf({ caps: [], days: [] }, '2020-02-20'), []);
});
