import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meetDraft } from './changing';
import type { Declaration } from './declaration';
import { draftOf, inputOf, newPerson } from './draft';

const ZONE = 'Asia/Shanghai';
const card = (last: string) => ({ kind: 'resident_card' as const, country: 'CHN', last });
const person = (id: string, name: string, more = {}) => ({ id, name, spellings: ['X'], birth: '1984-02-19', sex: 'male', nationality: 'CHN', phones: ['138', '139'], documents: [card('002X')], ...more });
const stored = {
  id: 'd', source: 'landlord', arrives_at: '2020-02-20T06:30:45Z', room: { id: 'r1', number: '101' }, carrier: 'train', vehicle: 'G1321', note: 'Two bags', language: 'ko', version: 3,
  stays: [{ region: 'HKG', left_on: null }], persons: [person('a', 'Li'), person('b', 'Wang')],
} as unknown as Declaration;
const sent = (draft: ReturnType<typeof draftOf>, was = stored) => inputOf(draft, 'house', 'landlord', ZONE, was);

test('what nobody touched is sent as it is stored, what the form does not show too', () => {
  const input = sent(draftOf(stored, ZONE));
  assert.deepEqual([input.arrives_at, input.version, input.language, input.room, input.note], ['2020-02-20T06:30:45Z', 3, 'ko', 'r1', 'Two bags']);
  assert.deepEqual(input.stays, [{ region: '810000', left_on: null }]);
  assert.deepEqual(input.persons[0], { id: 'a', name: 'Li', spellings: ['X'], birth: '1984-02-19', sex: 'male', nationality: 'CHN', phones: ['138', '139'], documents: [card('002X')] });
});

test('an hour that is chosen anew counts from its minute, and another phone stands before the others', () => {
  const draft = draftOf(stored, ZONE);
  draft.at = '2020-02-20T15:00';
  draft.persons[0]!.phone = '137';
  assert.deepEqual([sent(draft).arrives_at, sent(draft).persons[0]?.phones], ['2020-02-20T07:00:00.000Z', ['137', '139']]);
});

test('two people at once: what was typed stays, the rest is as it is now, and where they say different things is said', () => {
  const typed = draftOf(stored, ZONE);
  typed.note = 'Three bags';
  typed.vehicle = 'G7';
  const now = { ...stored, version: 4, note: 'No bags', carrier: 'car', room: null } as Declaration;
  const { draft, apart } = meetDraft(stored, typed, now, ZONE);
  assert.deepEqual([draft.note, draft.vehicle, draft.carrier, draft.room], ['Three bags', 'G7', 'car', '']);
  assert.deepEqual(apart, ['vehicle', 'note']);
});

test('persons meet one by one: whom nobody touched here is as the other one left them, a document that either took out is gone', () => {
  const typed = draftOf(stored, ZONE);
  typed.persons[0]!.name = 'Li Jing';
  typed.persons.push({ ...newPerson(), id: 'mine', name: 'Zhao' });
  const changed = { ...stored, persons: [person('a', 'Li', { documents: [card('1111')] }), person('c', 'Sun')] } as unknown as Declaration;
  const { draft, apart } = meetDraft(stored, typed, changed, ZONE);
  assert.deepEqual(draft.persons.map((one) => [one.id, one.name, one.kept.map(({ last }) => last)]), [['a', 'Li Jing', ['1111']], ['mine', 'Zhao', []], ['c', 'Sun', ['002X']]]);
  assert.deepEqual(apart, ['persons']);
});

test('whom the other one left out and somebody has changed here stays, without documents that are stored no more', () => {
  const typed = draftOf(stored, ZONE);
  typed.persons[1]!.phone = '137';
  const { draft } = meetDraft(stored, typed, { ...stored, persons: [person('a', 'Li')] } as unknown as Declaration, ZONE);
  assert.deepEqual(draft.persons.map((one) => [one.id, one.kept.length]), [['a', 1], ['b', 0]]);
});
