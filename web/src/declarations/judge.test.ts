// The cases of src/city/declarations/rules_test.cpp.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, judge } from './judge';

const rule = (regions: string[], days: number, until: string | null = null) => ({ regions, from: '2020-02-10', until, days });
const stay = (region: string, left_on: string | null = null) => ({ region, left_on });
const daysFor = (rules: ReturnType<typeof rule>[], stays: ReturnType<typeof stay>[], day = '2020-02-19') => judge(rules, 14, stays, day)?.rule.days ?? -1;

test('regions cover what lies in them', () => {
  const cases: [string, string, number | null][] = [
    ['420106', '420106', 4], ['420100', '420106', 3], ['420000', '420106', 2], ['CHN', '420106', 1], ['ITA', 'ITA', 1], ['*', 'ITA', 0], ['420106', '420100', null], ['430000', '420106', null], ['ITA', '420106', null],
  ];
  for (const [region, place, exact] of cases) assert.equal(covers(region, place), exact, `${region} ${place}`);
});

test('the one that names the place most exactly counts', () => {
  const rules = [rule(['420000'], 14), rule(['420500'], 0), rule(['*'], 3)];
  assert.deepEqual([daysFor(rules, [stay('420106')]), daysFor(rules, [stay('420502')]), daysFor(rules, [stay('ITA')]), daysFor(rules, [])], [14, 0, 3, -1]);
});

test('of several places the longest observation', () => {
  const rules = [rule(['420000'], 14), rule(['330300'], 7)];
  assert.equal(daysFor(rules, [stay('330302'), stay('420106')]), 14);
  assert.equal(daysFor(rules, [stay('420106', '2020-02-05')]), 14, '14 days ago');
  assert.equal(daysFor(rules, [stay('420106', '2020-02-04')]), -1);
});

test('they hold on their days', () => {
  const rules = [rule(['420000'], 14, '2020-03-01')];
  assert.deepEqual(['2020-02-09', '2020-02-29', '2020-03-01'].map((day) => daysFor(rules, [stay('420106')], day)), [-1, 14, -1]);
});
