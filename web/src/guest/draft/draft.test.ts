import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../../base/api/client';
import { draftOf, emptyDraft, emptyPerson, emptyStay, inputOf, type Draft } from './draft';
import { firstMissing } from './missing';

const ZONE = 'Asia/Shanghai';
const PERSON = '0190a5d0-0000-7000-8000-000000000001';

function written(): Draft {
  const draft = { ...emptyDraft(PERSON), day: '2026-12-01', time: '14:30', carrier: 'plane' as const, vehicle: ' OZ359 ', note: ' ' };
  Object.assign(draft.persons[0]!, { name: ' Kim Minsu ', nationality: 'KOR', phone: '+82 10', document: { kind: 'passport', country: '', number: ' M12345678' } });
  Object.assign(draft.stays[0]!, { country: 'KOR' });
  return draft;
}

test('what is written becomes what the server wants, in the city’s time', () => {
  assert.deepEqual(inputOf(written(), 'ko', ZONE), {
    arrives_at: '2026-12-01T06:30:00.000Z', carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR', left_on: null }], note: '', language: 'ko', version: 0,
    persons: [{ id: PERSON, name: 'Kim Minsu', birth: null, nationality: 'KOR', phones: ['+82 10'], documents: [{ kind: 'passport', number: 'M12345678', country: 'KOR' }] }],
  });
  assert.equal(inputOf({ ...written(), carrier: 'foot' }, 'ko', ZONE).vehicle, '', 'who walks has no number');
  const card = written();
  card.persons[0]!.document = { kind: 'resident_card', country: 'CHN', number: '1' };
  assert.deepEqual(inputOf(card, 'ko', ZONE).persons[0]!.documents, [{ kind: 'resident_card', number: '1' }], 'nobody asks who issued it');
});

test('what was declared is changed from as it was, its documents by their ends', () => {
  const documents = [{ kind: 'passport', country: 'KOR', last: '5678' } as const];
  const { stays, persons, ...journey } = inputOf(written(), 'ko', ZONE);
  const said = { ...journey, version: 3, stays: [...stays, { region: '420100', left_on: '2026-11-20' }], persons: persons.map((one) => ({ ...one, documents })) } as unknown as Schemas['GuestDeclaration'];
  const draft = draftOf(said, ZONE);
  assert.deepEqual([draft.day, draft.time, draft.version], ['2026-12-01', '14:30', 3]);
  assert.deepEqual(draft.stays[1], { country: 'CHN', province: '420000', place: '420100', left_on: '2026-11-20' });
  const again = inputOf(draft, 'ko', ZONE);
  assert.deepEqual([again.stays, again.persons[0]!.documents], [said.stays, documents]);
  draft.persons[0]!.document = { kind: 'passport', country: 'KOR', number: 'M999' };
  assert.deepEqual(inputOf(draft, 'ko', ZONE).persons[0]!.documents, [{ kind: 'passport', number: 'M999', country: 'KOR' }], 'a new number replaces it');
});

test('what is missing is found in the order of the page', () => {
  const draft = emptyDraft(PERSON);
  const found = (say: () => unknown) => {
    say();
    const fault = firstMissing(draft);
    return fault && `${fault.field} ${fault.says}`;
  };
  const [person, stay] = [draft.persons[0]!, draft.stays[0]!];
  assert.equal(found(() => (person.name = ' ')), 'persons[0].name need_name');
  assert.equal(found(() => (person.name = 'Kim')), 'stays[0].country need_country');
  assert.equal(found(() => (person.document.kind = 'passport')), 'persons[0].documents[0].number need_number');
  assert.equal(found(() => (person.document.number = 'M1')), 'persons[0].documents[0].country need_issuer');
  assert.equal(found(() => (person.nationality = 'KOR')), 'stays[0].country need_country');
  assert.equal(found(() => (stay.country = 'CHN')), 'stays[0].province need_province');
  assert.equal(found(() => (stay.province = '420000')), 'stays[0].region need_prefecture');
  assert.equal(found(() => (stay.place = '420100')), 'arrives_at need_day');
  assert.equal(found(() => (draft.day = '2026-12-01')), 'time need_time');
  assert.equal(found(() => (draft.time = '08:00')), 'carrier need_carrier');
  assert.equal(found(() => (draft.carrier = 'train')), null);
  assert.equal(found(() => draft.persons.push(emptyPerson('x'))), 'persons[1].name need_name');
  assert.equal(found(() => (draft.persons.pop(), draft.stays.push(emptyStay()))), 'stays[1].country need_country');
});
