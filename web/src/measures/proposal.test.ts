import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Offence } from './measure';
import { kindsOf, readForm, type Form } from './proposal';

const offence: Offence = { code: 'undeclared', name: { en: 'Undeclared', zh: '未申报' }, basis: '第二十八条', kinds: ['fine', 'instruction'], least_fen: 50_000, most_fen: 100_000, days_to_correct: 3 };
const form: Form = { offence: 'undeclared', kind: 'fine', party: ' Chen ', inspectors: ['a', 'b'], fen: '500' };
const read = (more: Partial<Form>, of: Offence | undefined = offence) => readForm({ ...form, ...more }, of, 'a');

test('what is proposed is what the offence allows', () => {
  assert.deepEqual(kindsOf(offence), ['instruction', 'fine']);
  assert.deepEqual(kindsOf(undefined), []);
  assert.deepEqual(read({}), { said: { kind: 'fine', offence: 'undeclared', party: 'Chen', inspectors: ['a', 'b'], fen: 50_000 } });
  assert.deepEqual(read({ kind: 'instruction', fen: 'nonsense', inspectors: ['a'] }), { said: { kind: 'instruction', offence: 'undeclared', party: 'Chen', inspectors: ['a'] } });
});

test('the first thing that is missing or against the law is named', () => {
  const lacks = [{ kind: '' }, { kind: 'notice' }, { fen: '' }, { fen: '499.99' }, { fen: '1000.01' }, { party: ' ' }, { inspectors: ['b'] }, { inspectors: ['a'] }] as Partial<Form>[];
  assert.deepEqual(lacks.map((more) => (read(more) as { lack: string }).lack), ['kind', 'kind', 'fen', 'fen', 'fen', 'party', 'inspectors', 'two']);
  assert.deepEqual(readForm(form, undefined, 'a'), { lack: 'offence' });
});
