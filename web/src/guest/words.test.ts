import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import en from './languages/en';
import { language, speaking, t, type Forms, type LanguageFile } from './words';

const HERE = 'src/guest';
const files = Object.entries(import.meta.glob<LanguageFile>('./languages/*.ts', { eager: true })).map(([path, file]) => ({ code: path.slice(12, -3), ...file }));
const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
const whole = (phrase: string | Forms) => (typeof phrase === 'string' ? phrase : phrase.other);

test('seven languages say every key, each with the places that English has', () => {
  assert.deepEqual(files.map(({ code }) => code).sort(), ['ar', 'en', 'es', 'fr', 'ko', 'ru', 'zh']);
  for (const { code, default: said } of files) {
    assert.deepEqual(Object.keys(said), Object.keys(en), code);
    for (const [key, phrase] of Object.entries(said)) {
      assert.deepEqual(placesOf(whole(phrase)), placesOf(whole(en[key as keyof typeof en])), `${code}: ${key} has other places`);
      assert.ok(whole(phrase).trim() !== '', `${code}: ${key} is empty`);
    }
  }
});

test('a phrase that counts has each form that its language knows, and a form has no place of its own', () => {
  for (const { code, default: said } of files) {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.sort();
    for (const [key, phrase] of Object.entries(said)) {
      if (typeof phrase === 'string') continue;
      assert.deepEqual(Object.keys(phrase).sort(), forms, `${code}: ${key}`);
      for (const form of Object.values(phrase)) assert.deepEqual(placesOf(form).filter((place) => !placesOf(phrase.other).includes(place)), [], `${code}: ${key}`);
    }
  }
});

test('only Arabic is written from the right', () => assert.deepEqual(files.filter(({ direction }) => direction === 'rtl').map(({ code }) => code), ['ar']));

test('every phrase is said by some part of the page', () => {
  const names = readdirSync(HERE, { recursive: true }).map(String).filter((name) => /\.(ts|vue)$/.test(name) && !/^languages|\.test\.ts$/.test(name));
  const sources = names.map((name) => readFileSync(`${HERE}/${name}`, 'utf8')).join('\n');
  const beginnings = [...sources.matchAll(/`(\w+_)\$\{/g)].map(([, beginning]) => beginning!);
  for (const key of Object.keys(en)) assert.ok(sources.includes(`'${key}'`) || beginnings.some((one) => key.startsWith(one)), `nobody says ${key}`);
});

// Read while this file is being loaded: afterwards the loader is gone.
async function days(code: string): Promise<string[]> {
  language.value = code;
  await speaking();
  return [1, 2, 5, 14, 21].map((count) => t('days', { count }));
}
const counted = { en: await days('en'), ru: await days('ru'), ar: await days('ar') };

test('numbers take the form and the digits of the language', () => {
  assert.deepEqual(counted.en, ['1 day', '2 days', '5 days', '14 days', '21 days']);
  assert.deepEqual(counted.ru, ['1 день', '2 дня', '5 дней', '14 дней', '21 день']);
  assert.deepEqual(counted.ar.slice(0, 2), ['يوم واحد', 'يومان']);
  assert.match(counted.ar[3]!, / يومًا$/);
});
