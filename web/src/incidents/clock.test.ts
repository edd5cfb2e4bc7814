import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, usedBy, type Stage } from './clock';
import { elapsed, type WorkCalendar } from '../calendar/work_time';

const HOUR = 3_600_000;
const calendar: WorkCalendar = {
  zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [{ from: '08:00', to: '12:00' }, { from: '14:00', to: '18:00' }],
  days: [{ date: '2020-01-31', off: true }, { date: '2020-02-01', off: false }],
};
const at = (local: string) => Date.parse(`${local}+08:00`);
const iso = (local: string) => new Date(at(local)).toISOString();
const stage = (over: Partial<Stage>): Stage => ({
  state: 'handling', entered: iso('2020-01-30T16:00'), term: { clock: 'working_hours', minutes: 240 }, extensions: [], pauses: [], suspended_at: null, deadline: iso('2020-02-01T10:00'), ...over,
});

test('urgent time runs through the night, working hours do not, and amended days count as amended', () => {
  const from = at('2020-01-30T16:00');
  assert.equal(elapsed(calendar, 'urgent', from, at('2020-01-31T16:00')), 24 * HOUR);
  assert.equal(elapsed(calendar, 'working_hours', from, at('2020-01-31T16:00')), 2 * HOUR, 'Friday was made a holiday');
  assert.equal(elapsed(calendar, 'working_hours', from, at('2020-02-01T15:00')), 7 * HOUR, 'and Saturday is worked');
  assert.equal(elapsed(calendar, 'working_hours', at('2020-02-01T15:00'), from), 0);
});

test('pauses do not count', () => {
  const pause = { from: iso('2020-01-30T17:00'), to: iso('2020-02-01T09:00') };
  assert.equal(elapsed(calendar, 'working_hours', at('2020-01-30T16:00'), at('2020-02-01T10:00'), [pause]), 2 * HOUR);
});

test('a stage warns at 80 percent of its time and is overdue past all of it', () => {
  assert.equal(usedBy(stage({}), calendar, at('2020-01-30T17:00')).urge, 'fine');
  const warned = usedBy(stage({}), calendar, at('2020-02-01T09:30'));
  assert.deepEqual([warned.urge, warned.share], ['warning', 3.5 / 4]);
  assert.equal(usedBy(stage({}), calendar, at('2020-01-31T12:00')).share, 0.5, 'nothing is used on a holiday');
  const over = usedBy(stage({}), calendar, at('2020-02-01T12:00'));
  assert.deepEqual([over.urge, over.share, over.leftMs], ['overdue', 1.5, -2 * HOUR]);
});

test('a clock that stands still and a stage without one are said to be so', () => {
  assert.equal(usedBy(stage({ suspended_at: iso('2020-01-30T17:00'), deadline: null }), calendar, at('2020-02-01T09:30')).urge, 'still');
  assert.equal(usedBy(stage({ term: null, deadline: null }), calendar, 0).urge, 'none');
  assert.equal(usedBy(undefined, calendar, 0).urge, 'none');
});

test('a span is told in its two largest parts', () => {
  assert.deepEqual(partsOf(26.5 * HOUR), { unit: 'days', large: 1, small: 2 });
  assert.deepEqual(partsOf(-1.5 * HOUR), { unit: 'hours', large: 1, small: 30 });
  assert.deepEqual(partsOf(65_900), { unit: 'minutes', large: 1, small: 5 });
});
