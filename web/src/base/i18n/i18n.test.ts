import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, language, phrases, type Phrase } from './i18n';

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('a text is filled with named values, in the language of the moment', () => {
  const t = phrases({ wait: { en: 'Wait {seconds} s', zh: '请等待 {seconds} 秒' } });
  language.value = 'en';
  assert.equal(t('wait', { seconds: 5 }), 'Wait 5 s');
  language.value = 'zh-CN';
  assert.equal(t('wait', { seconds: 5 }), '请等待 5 秒');
  assert.equal(fill('{a} {b}', { a: '{b}' }), '{b} {b}', 'a value is never read as a text again');
});

test('every table says the same things in both languages, with the same places', () => {
  const modules = import.meta.glob<{ t: { table: Record<string, Phrase> } }>('../../**/*texts.ts', { eager: true });
  assert.ok(Object.keys(modules).length >= 14, 'the tables were not found');
  for (const [file, { t }] of Object.entries(modules)) {
    for (const [key, { en, zh }] of Object.entries(t.table)) {
      assert.ok(en.trim() && zh.trim(), `${file}: ${key} is empty in one language`);
      assert.deepEqual(placesOf(zh), placesOf(en), `${file}: ${key} has other places in the other language`);
    }
  }
});
