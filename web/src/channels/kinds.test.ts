import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesOf, servicesOf } from './kinds';

test('rows of services that were begun and left empty are none', () => {
  const half = { type: 'gathering', service_code: '' };
  assert.deepEqual(servicesOf([{ type: '', service_code: ' ' }, { type: 'garbage', service_code: ' 7 ' }, half]), [{ type: 'garbage', service_code: '7' }, half]);
});

test('addresses are read one a line or with commas between', () => {
  assert.deepEqual(addressesOf(' a@b.example\n\nc@d.example，e@f.example; '), ['a@b.example', 'c@d.example', 'e@f.example']);
  assert.deepEqual(addressesOf(' \n'), []);
});
