import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Day } from './enterprise';
import { daysToReport, fieldsOf, readForm } from './reports';

const day: Day = { day: '2020-02-20', present: 40, absent: 2, fevers: 0, isolated: 1, highest_cc: 3690, masks: 900, note: 'x', trouble: 'none', gates: null, version: 3 };
const form = fieldsOf(day);

test('it reports of today and the week before, of days on which it may work', () => {
  assert.deepEqual(daysToReport({ state: 'approved', open_since: '2020-02-19' }, '2020-02-20'), ['2020-02-20', '2020-02-19']);
  assert.equal(daysToReport({ state: 'approved', open_since: '2020-01-01' }, '2020-02-20').length, 8);
  assert.deepEqual(daysToReport({ state: 'closed', open_since: '2020-01-01' }, '2020-02-20'), []);
  assert.deepEqual(daysToReport({ state: 'approved', open_since: '2020-02-21' }, '2020-02-20'), []);
});

test('what was reported is typed back as it was', () => {
  const { day: _day, trouble: _trouble, gates: _gates, version: _version, ...said } = day;
  assert.deepEqual(readForm(form), { said });
  assert.deepEqual(readForm({ ...fieldsOf(null), present: '30' }), { said: { present: 30, absent: 0, fevers: 0, isolated: 0, highest_cc: null, masks: 0, note: '' } });
});

test('what cannot be read is named', () => {
  assert.deepEqual(readForm(fieldsOf(null)), { field: 'present', why: 'need_present' });
  assert.deepEqual(readForm({ ...form, fevers: '-1' }), { field: 'fevers', why: 'need_whole' });
  assert.deepEqual(readForm({ ...form, masks: '1.5' }), { field: 'masks', why: 'need_whole' });
  for (const highest of ['369', '36.95', '29.9', '46', 'warm']) assert.deepEqual(readForm({ ...form, highest }), { field: 'highest', why: 'need_degrees' });
  for (const highest of ['36.9', '36,9', ' 36.9 ']) assert.ok('said' in readForm({ ...form, highest }));
});
