import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amend, daysIn, kindOf, monthOf } from './days';

const calendar = { zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [], days: [{ date: '2020-01-31', off: true, name: '春节' }, { date: '2020-02-01', off: false }] };

test('a day is what was said of it, else what its week says', () => {
  assert.deepEqual(['2020-01-30', '2020-01-31', '2020-02-01', '2020-02-02'].map((date) => kindOf(calendar, date)), ['worked', 'off', 'made_up', 'rest']);
});

test('a month stands under its days of the week', () => {
  const { before, dates } = monthOf(2020, 2);
  assert.deepEqual([before, dates.length, dates[28]], [5, 29, '2020-02-29']);
});

test('a day is amended once, in its order, and follows its week again', () => {
  const days = amend(calendar.days, '2020-01-31', { date: '2020-01-31', off: false, name: '' });
  assert.deepEqual(days.map(({ date, off }) => [date, off]), [['2020-01-31', false], ['2020-02-01', false]]);
  assert.equal(amend(days, '2020-02-01', null).length, 1);
});

test('a published file is read, and what is wrong in one is named', () => {
  const published = { $schema: 'x', year: 2020, papers: [], days: [{ name: '元旦', date: '2020-01-01', isOffDay: true }, { name: '春节', date: '2020-01-19', isOffDay: false }] };
  assert.deepEqual(daysIn(published), [{ date: '2020-01-01', off: true, name: '元旦' }, { date: '2020-01-19', off: false, name: '春节' }]);
  assert.equal(daysIn({ days: [published.days[0], { date: '2020-02-30', off: true }] }), 2);
  assert.equal(daysIn({ days: [{ date: '2020-02-28' }] }), 1);
  assert.deepEqual(daysIn({}), []);
  assert.deepEqual(daysIn(null), []);
});
