import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedBy, filterFrom, queryFrom } from './filter';

test('the address says what the list is narrowed to, and nothing that it says is lost', () => {
  assert.deepEqual(filterFrom({}), { unit: '', state: '', open: true });
  assert.deepEqual(filterFrom({ unit: 'u1', state: 'told', open: 'false' }), { unit: 'u1', state: 'told', open: false });
  assert.deepEqual(filterFrom({ unit: ['u1'], state: 'nonsense', open: 'x' }), { unit: '', state: '', open: true });
  for (const query of [{}, { unit: 'u1' }, { state: 'overdue', open: 'false' }] as Record<string, string>[]) assert.deepEqual(queryFrom(filterFrom(query)), query);
  assert.deepEqual(askedBy({ unit: '', state: 'told', open: true }), { state: 'told', open: true });
  assert.deepEqual(askedBy({ unit: 'u1', state: '', open: false }), { unit: 'u1' });
});
