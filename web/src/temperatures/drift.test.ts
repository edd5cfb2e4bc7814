import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../base/api/client';
import type { Colours } from '../base/charts/colours';
import { dateOf, driftOption, seenDays } from './drift';

const day = (date: string, median_cc: number | null, count = 40) => ({ to: `2026-03-${date}T00:00:00Z`, count, median_cc, enough: count >= 30 });
const watch: Schemas['DriftWatch'] = {
  verdict: 'drifted', drift_cc: 25, baseline_cc: 3650, band: { low_cc: 3630, high_cc: 3670 }, min_people: 30, min_days: 5,
  days: [day('01', null, 0), day('02', 3650), day('03', null, 0), day('04', 3700, 3), day('05', 3675)],
};
const colours = { brand: 'brand', refuse: 'refuse', surface: 'surface' } as Colours;
type Drawn = { series: [{ data: { value: number | null; itemStyle: { color: string } }[]; markArea: { data: { yAxis: number }[][] } | undefined }, { data: (number | null)[] }] };
const drawn = (over: Partial<Schemas['DriftWatch']> = {}) => driftOption({ ...watch, ...over }, 'UTC')(colours) as unknown as Drawn;

test('the band and the days are those of the rule', () => {
  const [line, few] = drawn().series;
  assert.deepEqual(line.markArea!.data[0]!.map((end) => end.yAxis), [36.3, 36.7]);
  assert.deepEqual(line.data.map((point) => point.value), [36.5, null, null, 36.75]);
  assert.deepEqual(few.data, [null, null, 37, null], 'three people count for nothing');
});

test('only a drifted day is red, and no day before it', () => {
  assert.deepEqual(drawn().series[0].data.map((point) => point.itemStyle.color), ['brand', 'brand', 'brand', 'refuse']);
  assert.equal(drawn({ verdict: 'usual' }).series[0].data[3]!.itemStyle.color, 'brand');
  assert.equal(drawn({ band: null, verdict: 'too_few_days' }).series[0].markArea, undefined);
});

test('days before the first person are left out, later ones stay', () => {
  assert.equal(seenDays(watch).length, 4);
  assert.deepEqual(seenDays({ ...watch, days: [day('01', null, 0)] }), []);
});

test('24 hours that end at midnight bear the day before it, also an hour off', () => {
  assert.equal(dateOf(day('05', 3650), 'UTC'), '2026-03-04');
  assert.equal(dateOf({ ...day('05', 3650), to: '2026-03-05T01:00:00Z' }, 'UTC'), '2026-03-04');
  assert.equal(dateOf({ ...day('05', 3650), to: '2026-03-05T10:00:00Z' }, 'UTC'), '2026-03-05');
});
