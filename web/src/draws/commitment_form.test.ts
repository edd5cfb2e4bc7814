import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newForm, readForm, type Form } from './commitment_form';

const form = (more: Partial<Form>): Form => ({ ...newForm(), unit: ['u1'], title: ' Landlords ', takes: { landlords: 40 }, ...more });
const body = (more: Partial<Form>) => {
  const read = readForm(form(more), []);
  return 'body' in read ? read.body : read.field;
};

test('what is promised is what was written, and nothing of what is not drawn from', () => {
  assert.deepEqual(body({ from: '2026-03-01', last: '2026-03-07', takes: { landlords: 40, shops: 3 }, public_value: ' Ball ' }), {
    unit: 'u1', title: 'Landlords', sources: ['landlords'], from: null, until: null, takes: { landlords: 40 }, replacements: 5, public_value: 'Ball', form: [],
  });
});

test('the last day of arrivals is among those that are drawn from', () => {
  const { from, until, total, takes } = body({ sources: ['shops', 'declarations'], from: '2026-02-28', last: '2026-02-28', how: 'total', total: 12 }) as Extract<ReturnType<typeof body>, object>;
  assert.deepEqual([from, until, total, takes], ['2026-02-28', '2026-03-01', 12, undefined]);
});

test('the first thing that is missing is named', () => {
  assert.deepEqual(
    [{ unit: [] }, { title: ' ' }, { sources: [] }, { sources: ['declarations'], from: '2026-03-02', last: '2026-03-01' }, { takes: { landlords: 0 } }, { how: 'total' }].map((more) => body(more as Partial<Form>)),
    ['unit', 'title', 'sources', 'days', 'takes', 'total'],
  );
});
