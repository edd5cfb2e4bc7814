import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, codeIn } from './address';
import { inOrder, isForeign, nameAmong, textFor } from './reading';

const texts = ['zh-CN', 'fr', 'en', 'ar'].map((language) => ({ language, headline: language, text: language }));
const best = (language: string, others: string[] = [], offered = texts) => textFor(offered, language, others)?.language;

test('a notice is read in the page’s language, else in another of the reader’s, else in English, else in the first', () => {
  assert.equal(best('ar', ['fr']), 'ar');
  assert.equal(best('zh'), 'zh-CN');
  assert.equal(best('ko', ['ko-KR', 'fr-CA', 'en']), 'fr');
  assert.equal(best('ko', ['ko-KR']), 'en');
  assert.equal(best('ko', [], texts.slice(0, 2)), 'zh-CN');
  assert.equal(best('ko', [], []), undefined);
});

test('on paper the reader’s own comes first and none is missing', () => {
  assert.deepEqual(inOrder(texts, 'en', []).map(({ language }) => language), ['en', 'zh-CN', 'fr', 'ar']);
  assert.deepEqual(inOrder([], 'en', []), []);
});

test('what is not in the reader’s language says so', () => {
  assert.ok(isForeign(texts[0]!, 'en'));
  assert.ok(!isForeign(texts[0]!, 'zh'));
});

test('a language is named as short as it may be', () => {
  const names = (...tags: string[]) => tags.map((language) => ({ language, headline: '', text: '' })).map((one, _, all) => nameAmong(one, all));
  assert.deepEqual(names('zh-CN', 'ar-EG', 'not a tag'), ['中文', 'العربية', 'not a tag']);
  assert.deepEqual(names('zh-CN', 'zh-TW', 'en'), ['中文（中国）', '中文（台灣）', 'English']);
});

test('an address and its place', () => {
  for (const code of ['330782001', 'C 1', '第一', 'a/b?c#d', '100%']) assert.equal(codeIn(`#${encodeURIComponent(code)}`), code);
  assert.equal(codeIn(''), '');
  assert.equal(codeIn('#'), '');
  assert.equal(codeIn('#100%'), '100%', 'typed by hand');
  Object.defineProperty(globalThis, 'location', { value: { origin: 'https://ward.example' }, configurable: true });
  assert.equal(addressOf(''), 'https://ward.example/n/');
  assert.equal(addressOf('C 1'), 'https://ward.example/n/#C%201');
  Reflect.deleteProperty(globalThis, 'location');
});
