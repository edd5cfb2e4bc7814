import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { language } from '../../base/i18n/i18n';
import type { IncidentType } from '../catalogue';
import { differencesOf } from './differences';

const [type] = (JSON.parse(readFileSync('../src/city/incidents/catalogue.json', 'utf8')) as { types: IncidentType[] }).types as [IncidentType];
const differ = (more: Partial<IncidentType>) => differencesOf(type, { ...type, ...more }).map(({ what, before, after }) => [what, before, after]);

test('only what changes is said, as it was and as it becomes', () => {
  language.value = 'en';
  assert.deepEqual(differ({}), []);
  assert.deepEqual(differ({ urgency: 'normal', deadlines: { ...type.deadlines, handling: { clock: 'working_days', days: 2 } } }), [['Urgency', 'Urgent', 'Normal'], ['Handle it (platform)', '12 h, day and night', 'working days: 2']]);
  const { checked: _checked, ...deadlines } = type.deadlines;
  assert.deepEqual(differ({ check: false, deadlines }), [['Checked before it is closed', 'by inspectors or commanders', 'no'], ['Close what is checked (command centre)', '4 h, day and night', '']]);
});

test('questions are held against each other one by one', () => {
  language.value = 'en';
  const [room, people, ...others] = type.form as [IncidentType['form'][number], IncidentType['form'][number]];
  const form = [people, ...others, { ...room, key: 'floor', name: { en: 'Floor', zh: '楼层' }, required: false }];
  assert.deepEqual(differ({ form: [{ ...people, required: false }, ...form.slice(1)] }), [
    ['Question: Room', '房间号 / Room: Text, must be answered', ''], ['Question: Number of people', '人数 / Number of people: Number, must be answered', '人数 / Number of people: Number'], ['Question: Floor', '', '楼层 / Floor: Text'],
  ]);
});

test('of a new type everything is said', () => {
  const all = differencesOf(null, type);
  assert.equal(all.length, 8 + 8 + type.form.length);
  assert.ok(all.every(({ before, after }) => before === '' && after !== ''));
});
