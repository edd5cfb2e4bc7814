import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meetCalendars } from './meanwhile';
import type { WorkCalendar } from './work_time';

const day = (date: string, off = true, name = '') => ({ date, off, name });
const seen: WorkCalendar = { zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [{ from: '08:00', to: '12:00' }], days: [day('2020-01-31', true, '春节')] };

test('what two said of different things stands together', () => {
  const typed = { ...seen, weekdays: [1, 2, 3, 4, 5, 6], days: [...seen.days, day('2020-02-03')] };
  const now = { ...seen, zone: 'Asia/Urumqi', hours: [{ from: '09:00', to: '13:00' }], days: [day('2020-02-01', false)] };
  const { calendar, apart } = meetCalendars(seen, typed, now);
  assert.deepEqual(calendar, { zone: 'Asia/Urumqi', weekdays: typed.weekdays, hours: now.hours, days: [day('2020-02-01', false), day('2020-02-03')] });
  assert.deepEqual(apart, ['weekdays', '2020-02-03']);
});

test('what both said of one thing is as it was typed here, and named; a name that is missing is an empty one', () => {
  const typed = { ...seen, days: [] };
  assert.deepEqual(meetCalendars(seen, typed, { ...seen, days: [day('2020-01-31', false, '调休')] }), { calendar: { ...seen, days: [] }, apart: ['2020-01-31'] });
  assert.deepEqual(meetCalendars(seen, seen, { ...seen, days: [{ date: '2020-01-31', off: true }] }).apart, []);
});
