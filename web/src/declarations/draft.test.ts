import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputOf, lackOf, newDraft, newPerson, newStay, type Draft } from './draft';

function typed(more: Partial<Draft> = {}): Draft {
  return { ...newDraft(), at: '2020-02-20T14:30', persons: [{ ...newPerson(), name: ' Li ', phone: '138' }], stays: [{ region: ['420106'], left_on: '' }], ...more };
}

test('what is missing is named as the server would', () => {
  const card = { key: 'a', kind: 'resident_card' as const, country: '', number: ' ' };
  assert.equal(lackOf(typed()), null);
  assert.deepEqual(lackOf(typed({ persons: [{ ...newPerson(), name: 'Li' }, newPerson()] })), { what: 'name', field: 'persons[1].name' });
  assert.deepEqual(lackOf(typed({ persons: [{ ...newPerson(), name: 'Li', documents: [card] }] })), { what: 'number', field: 'persons[0].documents[0]' });
  assert.deepEqual(lackOf(typed({ persons: [{ ...newPerson(), name: 'Kim', documents: [{ ...card, kind: 'passport', number: 'M1' }] }] })), { what: 'issuer', field: 'persons[0].documents[0]' });
  assert.deepEqual(lackOf(typed({ stays: [{ region: ['KOR'], left_on: '' }, newStay()] })), { what: 'place', field: 'stays[1].region' });
  assert.deepEqual(lackOf(typed({ at: '' })), { what: 'when', field: 'arrives_at' });
});

test('the hour is that of the city, and empty fields are nothing', () => {
  const sent = inputOf(typed(), 'house', 'landlord', 'Asia/Shanghai');
  assert.deepEqual([sent.arrives_at, sent.source, sent.room, sent.stays, sent.persons[0]?.name, sent.persons[0]?.phones], ['2020-02-20T06:30:00.000Z', 'landlord', null, [{ region: '420106', left_on: null }], 'Li', ['138']]);
  assert.equal(inputOf(typed({ found: true }), 'house', 'grid', 'Asia/Shanghai').source, 'found');
});
