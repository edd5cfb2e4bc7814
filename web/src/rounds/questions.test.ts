import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formOf, missingIn, newQuestion, type Question } from './questions';

const asked = (more: Partial<Question>): Question => ({ ...newQuestion(), en: ' Gas ', zh: '燃气', ...more });

test('questions become a form with keys of their own; only a choice has choices', () => {
  const choice = asked({ kind: 'choice', required: true, choices: [{ en: 'Bottle', zh: '瓶装' }, { en: 'Pipe', zh: '管道' }] });
  assert.deepEqual(formOf([asked({}), choice]), [
    { key: 'q1', name: { en: 'Gas', zh: '燃气' }, kind: 'yes_no', required: false },
    { key: 'q2', name: { en: 'Gas', zh: '燃气' }, kind: 'choice', required: true, choices: [{ value: 'c1', name: { en: 'Bottle', zh: '瓶装' } }, { value: 'c2', name: { en: 'Pipe', zh: '管道' } }] },
  ]);
});

test('a question needs its name in both languages, and so does each of its choices', () => {
  assert.equal(missingIn([asked({})]), null);
  assert.deepEqual(missingIn([asked({}), asked({ zh: ' ' })]), { index: 1, what: 'name' });
  assert.deepEqual(missingIn([asked({ kind: 'choice' })]), { index: 0, what: 'choice' });
  assert.deepEqual(missingIn([asked({ kind: 'choice', choices: [] })]), { index: 0, what: 'choice' });
});
