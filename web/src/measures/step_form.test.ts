import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsOf } from './needs';
import { newForm, readForm, type Form } from './step_form';
import type { Action } from './measure';

const zone = 'Asia/Shanghai';
const now = new Date('2026-03-10T02:00:00Z'); // ten in Shanghai
const due = '2026-03-15T16:00:00Z'; // the end of March 15
const read = (action: Action, more: Partial<Form>) => {
  const needs = needsOf(action, { kind: 'fine' });
  const found = readForm({ ...newForm({ fen: 80_000 }, needs), ...more }, needs, { due }, zone, now);
  if ('why' in found) return [found.field, found.why];
  const { consent, ...said } = found.said;
  return consent ? { ...said, consent } : said;
};

test('a decision begins with what the party was told; empty it stays so', () => {
  assert.deepEqual(read('decide', { text: ' Heard. ' }), { text: 'Heard.', fen: 80_000 });
  assert.deepEqual(read('decide', { text: 'Heard.', fen: '' }), { text: 'Heard.' });
  assert.deepEqual(read('decide', { text: 'Heard.', fen: '5 hundred' }), ['fen', 'need_fen']);
  assert.deepEqual(read('reduce', { text: 'Heard.' }), ['fen', 'need_fen']);
});

test('a delivery says how and to whom, and electronically that it was agreed to', () => {
  assert.deepEqual(read('deliver', {}), ['how', 'need_how']);
  assert.deepEqual(read('deliver', { how: 'mail', to: ' ' }), ['to', 'need_to']);
  assert.deepEqual(read('deliver', { how: 'electronic', to: 'Chen' }), ['consent', 'need_consent']);
  assert.deepEqual(read('deliver', { how: 'electronic', to: 'Chen', consent: true }), { how: 'electronic', to: 'Chen', consent: true });
  assert.deepEqual(read('deliver', { how: 'mail', to: ' Chen ', consent: true, at: '2026-03-09T08:30' }), { how: 'mail', to: 'Chen', at: '2026-03-09T00:30:00.000Z' });
});

test('what happened lies in the past, by the clock of the city', () => {
  assert.deepEqual(read('carry_out', { text: 'Paid.', at: '2026-03-10T10:01' }), ['at', 'need_past']);
  assert.deepEqual(read('carry_out', { text: 'Paid.', at: '2026-03-10T10:00' }), { text: 'Paid.', at: '2026-03-10T02:00:00.000Z' });
  assert.deepEqual(read('tell', { text: 'Told.', at: '2026-03-09T10:00' }), { text: 'Told.' }, 'what is not asked for does not go along');
});

test('a later day is later than the last one, and ends with its midnight', () => {
  assert.deepEqual(read('defer', { text: 'Ill.', due: '2026-03-15' }), ['due', 'need_due']);
  assert.deepEqual(read('defer', { text: 'Ill.', due: '2026-03-31' }), { text: 'Ill.', due: '2026-03-31T16:00:00.000Z' });
});

test('words are asked for where the law wants reasons', () => {
  assert.deepEqual(read('drop', { text: ' ' }), ['text', 'need_text']);
  assert.deepEqual(read('set_overdue', {}), {});
});
