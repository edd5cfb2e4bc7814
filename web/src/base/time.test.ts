import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from './i18n/i18n';
import { addDays, dayInterval, dayOf, instantOf, localOf, showTime } from './time';

test('a time is shown in the zone of the site', () => {
  language.value = 'en';
  assert.equal(showTime('2026-03-01T23:59:58Z', 'Asia/Shanghai'), '07:59:58');
  assert.equal(localOf(new Date('2026-03-01T23:59:58Z'), 'Asia/Shanghai'), '2026-03-02T07:59:58');
  assert.equal(dayOf(new Date('2026-03-01T23:59:58Z'), 'Asia/Shanghai'), '2026-03-02');
});

test('a wall clock becomes an instant and back, over summer time too', () => {
  assert.equal(instantOf('2026-03-02T08:00', 'Asia/Shanghai').toISOString(), '2026-03-02T00:00:00.000Z');
  for (const local of ['2026-03-29T00:30:00', '2026-03-29T03:30:00', '2026-10-25T12:00:00', '2026-07-01T00:00:00']) {
    assert.equal(localOf(instantOf(local, 'Europe/Berlin'), 'Europe/Berlin'), local);
  }
});

test('a day of summer time has 23 hours', () => {
  const { from, to } = dayInterval('2026-03-29', 'Europe/Berlin');
  assert.equal(Date.parse(to) - Date.parse(from), 23 * 3600_000);
  assert.equal(addDays('2026-02-28', 1), '2026-03-01');
});
