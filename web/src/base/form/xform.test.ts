import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from './field';
import { formOf } from './questions';
import { askedOf } from './xform';

const name = { en: 'Gas', zh: '燃气' };

test('questions of a form are taken over with their names there, and those for pictures are not', () => {
  const form = [
    { key: 'gas', name, kind: 'choice', required: true, choices: [{ value: 'bottle', name: { en: 'Bottle', zh: '瓶装' } }] },
    { key: 'meter', name, kind: 'picture', required: false },
    { key: 'people', name, kind: 'number', required: false },
  ] as const;
  const { questions, pictures } = askedOf(form as unknown as Field[], false);
  assert.deepEqual(formOf(questions), [form[0], form[2]]);
  assert.deepEqual(pictures.map(({ key }) => key), ['meter']);
  assert.deepEqual(formOf(askedOf(form as unknown as Field[], true).questions), form, 'where pictures are answers they are asked for');
});
