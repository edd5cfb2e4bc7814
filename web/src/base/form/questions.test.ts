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

test('a question that was taken from a form keeps its name, and no two have the same', () => {
  const keysOf = (...keys: (string | undefined)[]) => formOf(keys.map((key) => asked({ ...(key !== undefined && { key }) }))).map(({ key }) => key);
  assert.deepEqual(keysOf('gas', undefined, 'q2', 'gas'), ['gas', 'q5', 'q2', 'q4']);
  assert.deepEqual(keysOf('q2', 'q2', undefined), ['q2', 'q4', 'q3']);
  const [{ choices = [] } = {}] = formOf([asked({ kind: 'choice', choices: [{ en: 'Yes', zh: '是', value: 'c2' }, { en: 'No', zh: '否' }] })]);
  assert.deepEqual(choices.map(({ value }) => value), ['c2', 'c3']);
});

test('a question needs its name in both languages, and so does each of its choices', () => {
  assert.equal(missingIn([asked({})]), null);
  assert.deepEqual(missingIn([asked({}), asked({ zh: ' ' })]), { index: 1, what: 'name' });
  assert.deepEqual(missingIn([asked({ kind: 'choice' })]), { index: 0, what: 'choice' });
  assert.deepEqual(missingIn([asked({ kind: 'choice', choices: [] })]), { index: 0, what: 'choice' });
});
