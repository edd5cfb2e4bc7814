import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, documentAt, emptyForm, formOf, linesOf, meetDocuments } from './form';

const card = { kind: 'resident_card', country: 'CHN', last: '002X' } as const;
const passport = { kind: 'passport', country: 'EGY', last: '4567' } as const;

test('what is stored comes back as it was, and what is empty is not known', () => {
  const person = { id: 'p', name: '王小明', spellings: ['Wang Xiaoming', 'Xiao Wang'], birth: '1984-02-19', sex: 'female', nationality: 'CHN', phones: ['13900000001'], documents: [card] } as const;
  const sent = bodyOf(formOf({ ...person, spellings: [...person.spellings], phones: [...person.phones], documents: [card] }), [card], []);
  assert.deepEqual(sent, { name: '王小明', spellings: ['Wang Xiaoming', 'Xiao Wang'], birth: '1984-02-19', sex: 'female', nationality: 'CHN', phones: ['13900000001'], documents: [card] });
  assert.deepEqual(bodyOf(emptyForm(), [], []), { name: '', spellings: [], birth: null, nationality: null, phones: [], documents: [] });
});

test('a line is a spelling or a phone, each once', () => {
  assert.deepEqual(linesOf(' Wang \n\nWang\nXiao Wang'), ['Wang', 'Xiao Wang']);
});

test('only kinds that need a country send one, and a problem names its document', () => {
  const typed = [{ key: '1', kind: 'passport', country: 'EGY', number: ' A1234567 ' }, { key: '2', kind: 'resident_card', country: 'EGY', number: '1' }] as const;
  assert.deepEqual(bodyOf(emptyForm(), [], typed).documents, [{ kind: 'passport', country: 'EGY', number: 'A1234567' }, { kind: 'resident_card', number: '1' }]);
  assert.deepEqual(['documents[1].number', 'documents[12].country', 'birth'].map(documentAt), [1, 12, -1]);
});

test('of documents, what was taken out here stays out, and what another one added is there', () => {
  assert.deepEqual(meetDocuments([card], [], [card, passport]), [passport]);
  assert.deepEqual(meetDocuments([card], [card], [passport]), [passport]);
});
