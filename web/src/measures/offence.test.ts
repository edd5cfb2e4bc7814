import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offence } from './measure';
import { fieldsOf, readForm, withOffence, type Form } from './offence';

const offence: Offence = { code: 'tenant_undeclared', name: { en: 'Undeclared tenant', zh: '未申报租客' }, basis: '第二十八条', kinds: ['instruction', 'fine'], least_fen: 50_000, most_fen: 100_050, days_to_correct: 3 };
const read = (more: Partial<Form>) => {
  const found = readForm({ ...fieldsOf(offence), ...more });
  return 'offence' in found ? found.offence : found.why;
};

test('what stands in the form is what was stored, and stays it', () => {
  assert.deepEqual(read({}), offence);
  const notice = { ...offence, kinds: ['notice' as const], least_fen: 0, most_fen: 0 };
  assert.deepEqual(readForm(fieldsOf(notice)), { offence: notice });
  assert.deepEqual(read({ kinds: 'notice' }), notice, 'what leads to no fine has no limits');
});

test('the first thing that is missing is named', () => {
  const lacks = [{ code: 'Tenant' }, { name_zh: ' ' }, { name_en: '' }, { basis: '' }, { kinds: '' }, { least: '0' }, { least: 'x' }, { most: '499.99' }, { days: '366' }, { days: '1.5' }];
  assert.deepEqual(lacks.map((more) => read(more)), ['need_code', 'need_name_zh', 'need_name_en', 'need_basis', 'need_kinds', 'need_least', 'need_least', 'need_most', 'need_days', 'need_days']);
});

test('an offence takes the place of its code, a new one comes last', () => {
  const other = { ...offence, code: 'other' };
  assert.deepEqual(withOffence([offence, other], { ...offence, basis: 'new' }).map(({ code, basis }) => [code, basis]), [['tenant_undeclared', 'new'], ['other', '第二十八条']]);
  assert.deepEqual(withOffence([offence], other).map(({ code }) => code), ['tenant_undeclared', 'other']);
});
