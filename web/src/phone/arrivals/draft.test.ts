import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arrival } from './arrival';
import { bodyOf, draftOf, draftToChange, emptyDraft, entryOf } from './draft';

const AT = Date.parse('2020-02-10T08:00:00Z');
const draft = () => ({
  ...emptyDraft('d', 'p', AT), premises: 'h', day: '2020-02-11', time: '14:30', carrier: 'train' as const, vehicle: 'G1321', stays: [{ region: '420100' }],
  persons: [{ id: 'p', name: ' 王建国 ', phones: [' '], birth: '', nationality: '', documents: [{ kind: 'passport' as const, number: ' ', country: 'KOR' }] }],
});

test('what was left empty is not said, and the hour is that of the phone', () => {
  const body = bodyOf(draft(), 'landlord');
  assert.deepEqual(body.persons, [{ id: 'p', name: '王建国', phones: [], birth: null, nationality: null, documents: [] }]);
  assert.equal(body.arrives_at, new Date('2020-02-11T14:30').toISOString());
  assert.deepEqual([body.source, body.room, body.version], ['landlord', null, 0]);
  assert.equal(bodyOf({ ...draft(), source: 'found' }, 'grid').source, 'found');
});

test('one that was refused is written again, with the ids it had', () => {
  const entry = entryOf(draft(), 'landlord', 'Wang', AT);
  assert.deepEqual([entry.id, entry.path], ['d', '/declarations/d']);
  const again = draftOf(entry);
  assert.deepEqual([again.id, again.day, again.time, again.persons[0]!.id, again.source], ['d', '2020-02-11', '14:30', 'p', 'landlord']);
  assert.deepEqual(bodyOf(again, 'grid'), entry.json);
});

test('to be changed, a declaration names its version and the documents that the server has', () => {
  const person = { id: 'p', name: 'Kim', spellings: [], birth: null, sex: null, nationality: 'KOR', phones: ['1'], documents: [{ kind: 'passport', country: 'KOR', last: '5678' }], state: 'expected', steps: ['meet'] };
  const arrival = { id: 'd', version: 3, source: 'grid', premises: { id: 'h' }, room: { id: 'r' }, arrives_at: '2020-02-11T06:30:00Z', carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR', left_on: null }], note: '', language: 'ko', persons: [person] } as unknown as Arrival;
  const body = bodyOf(draftToChange(arrival, AT), 'landlord');
  assert.deepEqual([body.version, body.source, body.room, body.language, body.arrives_at], [3, 'grid', 'r', 'ko', '2020-02-11T06:30:00.000Z']);
  assert.deepEqual(body.persons[0]!.documents, [{ kind: 'passport', country: 'KOR', last: '5678' }]);
  assert.ok(!('state' in body.persons[0]!));
});
