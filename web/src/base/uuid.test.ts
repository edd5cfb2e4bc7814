import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid7 } from './uuid';

test('an id has version 7, its variant, its time, and is new each time', () => {
  const id = uuid7(0x0123456789ab);
  assert.match(id, /^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid7(1), uuid7(1));
});
