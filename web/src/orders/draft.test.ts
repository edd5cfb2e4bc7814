import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../base/api/client';
import type { Info, Warning } from '../warnings/standing';
import { draftAbout, draftFrom, emptyDraft, faultOf, inputOf } from './draft';

const ZONE = 'Asia/Shanghai';
const NOW = Date.parse('2026-03-02T08:00:00Z');
const written = () => ({ ...emptyDraft(), unit: ['u'], texts: [{ language: 'zh-CN', headline: ' 全员核酸 ', text: '今晚八点' }, { language: 'en', headline: '', text: '' }] });

test('what is missing is said in the order of the form', () => {
  const draft = emptyDraft();
  assert.equal(faultOf(draft, ZONE, NOW), 'need_unit');
  draft.unit = ['u'];
  assert.equal(faultOf(draft, ZONE, NOW), 'need_text');
  draft.texts[0]!.headline = 'x';
  assert.equal(faultOf(draft, ZONE, NOW), 'half_text');
  assert.equal(faultOf(written(), ZONE, NOW), null);
  assert.equal(faultOf({ ...written(), due: '2026-03-02T16:00' }, ZONE, NOW), 'due_past');
});

test('only languages with words are sent, and the hour is that of the city', () => {
  const input = inputOf({ ...written(), due: '2026-03-02T20:00', picture: true }, ZONE);
  assert.deepEqual(input.texts, [{ language: 'zh-CN', headline: '全员核酸', text: '今晚八点' }]);
  assert.equal(input.due_at, '2026-03-02T12:00:00.000Z');
  assert.equal(input.picture, false, 'a picture belongs to what is done');
});

test('what anybody may read stays so in the order that takes its place', () => {
  const order = { ...inputOf({ ...written(), public: true }, ZONE), id: 'o' } as Schemas['Order'];
  const next = draftFrom(order, ZONE);
  assert.deepEqual([next.public, next.supersedes], [true, ['o']]);
  assert.equal(inputOf(next, ZONE).public, true);
  assert.equal(inputOf(written(), ZONE).public, false);
});

test('an order about a warning has its words in each of its languages, those that are usual here first', () => {
  const info = (more: Partial<Info>): Info => ({
    language: 'en-US', event: 'Flood', urgency: 'Immediate', severity: 'Severe', certainty: 'Likely', headline: 'The river rises', description: 'By two metres.', instruction: 'Leave the bank.', expires: null, areas: [], ...more,
  });
  const about = (infos: Info[]) => draftAbout({ infos } as unknown as Warning);
  const draft = about([info({ language: 'fr-CA', headline: '', event: 'Crue' }), info({}), info({ headline: 'Rain', description: 'All night.', instruction: '' })]);
  assert.deepEqual(draft.texts, [
    { language: 'zh-CN', headline: '', text: '' },
    { language: 'en-US', headline: 'The river rises', text: 'By two metres.\n\nLeave the bank.\n\nAll night.' },
    { language: 'fr-CA', headline: 'Crue', text: 'By two metres.\n\nLeave the bank.' },
  ]);
  assert.deepEqual([draft.urgency, draft.unit, draft.public], ['immediate', [], false]);
  assert.equal(about([info({ urgency: 'Unknown' })]).urgency, 'expected');
  assert.deepEqual(about([]).texts, emptyDraft().texts);
  const many = about(Array.from({ length: 20 }, (_, i) => info({ language: `x${String.fromCharCode(97 + i)}` })));
  assert.equal(many.texts.length, 12);
});
