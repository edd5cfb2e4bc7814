import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../base/api/client';
import { faultOf, towards } from './fault';

test('each code has a sentence of its own, and what is unknown is said with its code', () => {
  const says = (status: number, code: string) => faultOf(new Problem(status, code, '', 'x')).says;
  assert.equal(says(400, 'document.check'), 'fault_check');
  assert.equal(says(400, 'document.zone_check'), 'fault_form');
  assert.equal(says(409, 'declaration.begun'), 'fault_begun');
  assert.equal(says(429, 'invitation.too_many_tries'), 'fault_too_many');
  assert.equal(says(0, 'unreachable'), 'fault_away');
  assert.equal(says(503, ''), 'fault_server');
  assert.deepEqual(faultOf(new Problem(400, 'field.range', '', 'note')), { field: 'note', says: 'fault_other', code: 'field.range' });
  assert.equal(faultOf(new Problem(418, '', '')).code, '418');
});

test('a path leads to the field, else to what it lies in', () => {
  assert.deepEqual(towards('persons[0].documents[1].last'), ['persons[0].documents[1].last', 'persons[0].documents[1]', 'persons[0].documents', 'persons[0]', 'persons']);
  assert.deepEqual(towards('arrives_at'), ['arrives_at']);
  assert.deepEqual(towards(''), []);
});
