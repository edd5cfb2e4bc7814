import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { IncidentType } from '../catalogue';
import { DUES, fieldsOf, keyed, lackIn, PLAIN, placeOf, questionsOf, stagesOf, typeWith, writtenForm, type Form, type Key } from './type_form';

const shipped = (JSON.parse(readFileSync('../src/city/incidents/catalogue.json', 'utf8')) as { types: IncidentType[] }).types;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const edited = (type: IncidentType, more: Partial<Form>) => plain(typeWith(type, fieldsOf(type), { ...fieldsOf(type), ...more }));
const [gathering] = shipped.filter(({ code }) => code === 'gathering') as [IncidentType];

/** What each place of the form does to a type, and how it is said there. */
const EDITS: [Key, string, (type: IncidentType) => void][] = [
  ['name_zh', '新名称', (type) => (type.name.zh = '新名称')],
  ['name_en', ' New ', (type) => (type.name.en = 'New')],
  ['platform', 'law_enforcement', (type) => (type.platform = 'law_enforcement')],
  ['urgency', 'critical', (type) => (type.urgency = 'critical')],
  ['openness', 'words', (type) => (type.openness = 'words')],
  ['due_handling', '7 working_days', (type) => (type.deadlines.handling = { clock: 'working_days', days: 7 })],
  ['due_reported', '3 working_hours', (type) => (type.deadlines.reported = { clock: 'working_hours', minutes: 180 })],
  ['questions', '[]', (type) => (type.form = [])],
];

test('opened and stored, every type that Ward comes with is what it was', () => {
  assert.ok(shipped.length > 20);
  for (const type of shipped) {
    assert.deepEqual(edited(type, {}), type);
    assert.equal(writtenForm(keyed(questionsOf(type), 'x')), JSON.stringify(type.form), `${type.code}: the questions as the editor has them`);
    const odd = { ...type, retired: true, openness: 'facts', later: { kept: [1] } } as unknown as IncidentType;
    assert.deepEqual(edited(odd, {}), odd, 'also what the editor does not know');
  }
});

test('one thing that is changed of any type changes that alone', () => {
  for (const type of shipped) {
    for (const [key, said, change] of EDITS) {
      const expected = plain(type) as IncidentType;
      change(expected);
      assert.deepEqual(edited(type, { [key]: said }), expected, `${type.code}: ${key}`);
    }
  }
});

test('who is asked to verify or to check gets a term, and who is not has none', () => {
  for (const type of shipped) {
    for (const [key, stage] of [['verify', 'verified'], ['check', 'checked']] as const) {
      const { [stage]: term, ...others } = type.deadlines;
      const turned = edited(type, { [key]: type[key] ? '' : 'yes' }) as IncidentType;
      assert.deepEqual(turned, { ...type, [key]: !type[key], deadlines: type[key] ? others : { ...others, [stage]: turned.deadlines[stage] } });
      assert.equal(turned.deadlines[stage] === undefined, type[key], `${type.code}: ${term ? 'had' : 'has'} one`);
      assert.deepEqual(Object.keys(turned.deadlines).sort(), [...stagesOf(turned)].sort());
    }
  }
});

test('a question keeps the name under which answers are stored; a new one gets one that nobody had', () => {
  const [people, kind] = questionsOf(gathering);
  const choices = [...kind!.choices.slice(1), { en: 'Market', zh: '集市' }];
  const form = JSON.parse(writtenForm(keyed([{ ...kind!, en: 'What kind', choices }, { ...people!, key: undefined }], 'k9'))) as IncidentType['form'];
  assert.deepEqual(form.map(({ key }) => key), ['kind', 'q_k9_2']);
  assert.deepEqual(form[0]!.choices!.map(({ value }) => value), [...gathering.form[1]!.choices!.slice(1).map(({ value }) => value), 'c_k9_5']);
});

test('a new type says everything, and what is missing is named', () => {
  const seen = fieldsOf(null);
  const typed = { ...seen, code: ' dog ', name_zh: '流浪犬', name_en: 'Stray dog', check: 'yes' };
  const made = typeWith(null, seen, typed);
  assert.deepEqual([made.code, made.name, made.check, made.verify, made.retired, made.openness, made.form], ['dog', { zh: '流浪犬', en: 'Stray dog' }, true, false, false, 'none', []]);
  assert.deepEqual(Object.keys(made.deadlines), stagesOf(made));
  assert.equal(lackIn(typed), null);
  const lacks = [{ code: 'A dog' }, { name_zh: ' ' }, { name_en: '' }, { due_filed: '0 urgent_hours' }, { due_verified: '' }] as Partial<Form>[];
  assert.deepEqual(lacks.map((more) => lackIn({ ...typed, ...more })?.key), ['code', 'name_zh', 'name_en', 'due_filed', undefined]);
});

test('a field that the server names stands where it is in the form', () => {
  const places = ['name.zh', 'code', 'deadlines.handling.days', 'deadlines.verified', 'form[1].choices[0].name.en', 'form', 'retired', 'nonsense'].map((rest) => placeOf(`types[3].${rest}`, 3));
  assert.deepEqual(places, [{ key: 'name_zh' }, { key: 'code' }, { key: 'due_handling' }, { key: 'due_verified' }, { key: 'questions', question: 2 }, { key: 'questions' }, null, null]);
  assert.deepEqual([placeOf('types[3].code', 30), placeOf('types', 3), placeOf('version', 3)], [null, null, null]);
  assert.ok([...PLAIN, ...DUES].every((key) => key in fieldsOf(null)));
});
