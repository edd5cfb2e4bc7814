import assert from 'node:assert/strict';
import { test } from 'node:test';
import { language } from '../base/i18n/i18n';
import { countryName, countryOptions } from './countries';

test('a country has its name in both languages, and what is none keeps its code', () => {
  const before = language.value;
  language.value = 'en';
  assert.deepEqual(['CHN', 'DEU', 'XXA'].map(countryName), ['China', 'Germany', 'XXA']);
  language.value = 'zh-CN';
  assert.equal(countryName('CHN'), '中国');
  const all = countryOptions();
  assert.equal(all.length, 250, 'those of ISO 3166-1, and Kosovo');
  assert.ok(all.every((one) => !/^[A-Z]{3} ·/.test(one.label)), 'each has a name');
  language.value = before;
});
