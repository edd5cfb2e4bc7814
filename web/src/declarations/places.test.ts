import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../base/i18n/i18n';
import { placeName, placesFor } from './places';

language.value = 'en';
const codes = (typed: string) => placesFor(typed).map(({ code }) => code);

test('a place is found by its name in either language, and by its code', () => {
  assert.equal(codes('').length, 34);
  assert.deepEqual(codes('wuhan'), ['420100']);
  assert.deepEqual(codes('武汉'), ['420100']);
  assert.equal(codes('KOR')[0], 'KOR', 'before North Korea');
  assert.deepEqual(codes('意大利'), ['ITA']);
  assert.ok(codes('4201').includes('420100'));
});

test('a county is chosen by its code, and what is no code of a place is not offered', () => {
  assert.deepEqual(placesFor('420106'), [{ code: '420106', label: 'Wuhan, Hubei · 420106' }]);
  assert.deepEqual(codes('991234'), []);
  assert.deepEqual(codes('atlantis'), []);
});

test('Hong Kong, Macao and Taiwan are found in every way and said in one: by the code that the server matches', () => {
  for (const [country, code, name] of [['HKG', '810000', 'hong kong'], ['MAC', '820000', 'macao'], ['TWN', '710000', 'taiwan']] as const) {
    assert.equal(codes(country)[0], code);
    assert.equal(codes(code)[0], code);
    assert.deepEqual(codes(name), [code]);
  }
  assert.deepEqual(codes('香港'), ['810000']);
});

test('the rule for everybody names no place', () => assert.equal(placeName('*'), 'Anywhere'));
