import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesOf } from './kinds';

test('addresses are read one a line or with commas between', () => {
  assert.deepEqual(addressesOf(' a@b.example\n\nc@d.example，e@f.example; '), ['a@b.example', 'c@d.example', 'e@f.example']);
  assert.deepEqual(addressesOf(' \n'), []);
});
