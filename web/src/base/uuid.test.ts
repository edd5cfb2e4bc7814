import assert from 'node:assert/strict';
import { test } from 'node:test';
import { madeAt, uuid7 } from './uuid';

test('an id has version 7, its variant, its time, and is new each time', () => {
  const id = uuid7(0x0123456789ab);
  assert.match(id, /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid7(1), uuid7(1));
});

test('an id tells when it was made, and one of another version does not', () => {
  assert.equal(madeAt(uuid7(0x0123456789ab)), 0x0123456789ab);
  assert.equal(madeAt('01234567-89ab-4def-8123-0123456789ab'), null);
});
