import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meet } from './meet';

test('what was typed stays, what was not is taken over, and what both changed is named', () => {
  const seen = { code: 'H-1', address: 'Road 1', kind: 'house' };
  const typed = { ...seen, address: 'Road 1, yard' };
  assert.deepEqual(meet(seen, typed, { ...seen, kind: 'shop' }), { form: { ...typed, kind: 'shop' }, apart: ['address'] });
  assert.deepEqual(meet(seen, typed, { ...seen, address: 'Road 1, yard' }).apart, []);
  assert.deepEqual(meet(seen, seen, { ...seen, code: 'H-2' }), { form: { ...seen, code: 'H-2' }, apart: [] });
});
