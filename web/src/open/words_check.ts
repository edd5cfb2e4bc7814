// For the words.test.ts of each page that anybody may open: every language says everything, with the same places and all forms.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Forms } from './speech';

export const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ko', 'ru', 'zh'];
type Said = Record<string, string | Forms>;

const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
const whole = (phrase: string | Forms) => (typeof phrase === 'string' ? phrase : phrase.other);

/** `found` as import.meta.glob reads languages/ eagerly; `here` the folder of the page. */
export function checkWords(here: string, found: Record<string, { default: object; direction?: 'rtl' }>): void {
  const files = Object.entries(found).map(([path, { default: said, direction }]) => ({ code: path.slice('./languages/'.length, -'.ts'.length), said: said as Said, direction }));
  const english = files.find(({ code }) => code === 'en')!.said;

  test(`${here}: seven languages say every key, each with the places that English has`, () => {
    assert.deepEqual(files.map(({ code }) => code).sort(), LANGUAGES);
    for (const { code, said } of files) {
      assert.deepEqual(Object.keys(said), Object.keys(english), code);
      for (const [key, phrase] of Object.entries(said)) {
        assert.deepEqual(placesOf(whole(phrase)), placesOf(whole(english[key]!)), `${code}: ${key} has other places`);
        assert.ok(whole(phrase).trim() !== '', `${code}: ${key} is empty`);
      }
    }
  });

  test(`${here}: a phrase that counts has each form that its language knows, and a form has no place of its own`, () => {
    for (const { code, said } of files) {
      const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.sort();
      for (const [key, phrase] of Object.entries(said)) {
        if (typeof phrase === 'string') continue;
        assert.deepEqual(Object.keys(phrase).sort(), forms, `${code}: ${key}`);
        for (const form of Object.values(phrase)) assert.deepEqual(placesOf(form).filter((place) => !placesOf(phrase.other).includes(place)), [], `${code}: ${key}`);
      }
    }
  });

  test(`${here}: only Arabic is written from the right`, () => assert.deepEqual(files.filter(({ direction }) => direction === 'rtl').map(({ code }) => code), ['ar']));

  test(`${here}: every phrase is said by some part of the page`, () => {
    const names = readdirSync(here, { recursive: true }).map(String).filter((name) => /\.(ts|vue)$/.test(name) && !/^languages|\.test\.ts$/.test(name));
    const sources = names.map((name) => readFileSync(`${here}/${name}`, 'utf8')).join('\n');
    const beginnings = [...sources.matchAll(/`(\w+_)\$\{/g)].map(([, beginning]) => beginning!);
    for (const key of Object.keys(english)) assert.ok(sources.includes(`'${key}'`) || beginnings.some((one) => key.startsWith(one)), `nobody says ${key}`);
  });
}
