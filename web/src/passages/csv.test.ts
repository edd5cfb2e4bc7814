import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../base/i18n/i18n';
import { cell, csvHead, csvLine } from './csv';
import type { Row } from './words';

test('a cell can neither break the table nor become a formula', () => {
  assert.equal(cell('a,"b"\n'), '"a,""b""\n"');
  assert.equal(cell('=HYPERLINK("x")'), '"\'=HYPERLINK(""x"")"');
  assert.equal(cell('-1'), "'-1");
  assert.equal(cell(-1), '-1');
  assert.equal(cell(null), '');
});

test('a passage becomes one line in the zone of the site', () => {
  language.value = 'en';
  const row = {
    id: '1', at: '2026-03-02T00:00:00Z', device_name: 'North', person_name: null, group_name: null, temperature_cc: 3812, temperature_sd_cc: 28,
    simulated: true, mask: 'worn', outcome: 'refuse', reasons: ['fever', 'unknown_person'], opened: false,
  } as unknown as Row;
  assert.equal(csvLine(row, 'Asia/Shanghai'), '2026-03-02 08:00:00,North,Not recognised,,38.1,0.28,yes,Mask worn,Refused,Fever; Unknown person,no,1\r\n');
  assert.equal(csvHead('Asia/Shanghai').split(',').length, csvLine(row, 'Asia/Shanghai').split(',').length);
});
