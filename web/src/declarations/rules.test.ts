import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, lackOf, newRule, partsOf, rulesOf, type Rules } from './rules';

const stored: Rules = {
  version: 3, look_back_days: 21, overdue_after_hours: 6,
  rules: [{ regions: ['420000'], from: '2020-02-01', until: null, kind: 'central', days: 14, why: { en: 'Many cases.', zh: '病例较多。', ko: '환자가 많습니다.' }, basis: 'Notice 3' }],
};

test('rules are written as they were read', () => assert.deepEqual(rulesOf(draftOf(stored), 3), stored));

test('a rule that says Hong Kong by its letters says it by the code that is matched, once', () => {
  const [rule] = stored.rules;
  const written = rulesOf(draftOf({ ...stored, rules: [{ ...rule!, regions: ['HKG', '810000', 'TWN', 'KOR'] }] }), 3);
  assert.deepEqual(written.rules[0]?.regions, ['810000', '710000', 'KOR']);
});

test('a reason that is empty is none, and days are those of an observation', () => {
  const draft = draftOf(stored);
  Object.assign(draft.rules[0]!, { kind: '', why: { en: ' Come ', zh: '来', fr: ' ' } });
  const [rule] = rulesOf(draft, 3).rules;
  assert.deepEqual([rule?.kind, rule?.days, rule?.why], [null, 0, { en: 'Come', zh: '来' }]);
});

test('what is missing first is named', () => {
  const draft = draftOf(stored);
  assert.equal(lackOf(draft), null);
  draft.rules.push(newRule('2020-02-20'));
  const one = draft.rules[1]!;
  assert.deepEqual(lackOf(draft), { index: 1, what: 'regions' });
  Object.assign(one, { regions: ['*'], kind: 'home' });
  assert.deepEqual(lackOf(draft), { index: 1, what: 'days' });
  Object.assign(one, { days: 7, why: { zh: '观察', en: ' ' } });
  assert.deepEqual(lackOf(draft), { index: 1, what: 'why' });
});

test('rules that say the same are the same, whatever row they stand in', () => {
  assert.deepEqual(partsOf(draftOf(stored)), partsOf(draftOf(stored)));
  assert.notEqual(partsOf(draftOf({ ...stored, rules: [] })).rules, partsOf(draftOf(stored)).rules);
});
