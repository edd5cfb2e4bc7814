import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import en from './languages/en';
import type { LanguageFile } from './words';

const HERE = 'src/phone';
const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const files = import.meta.glob<LanguageFile>('./languages/*.ts', { eager: true });

test('every language says what English says, with the same places; Chinese lacks nothing', () => {
  for (const [file, { default: said }] of Object.entries(files)) {
    for (const [key, phrase] of Object.entries(said)) {
      assert.ok(key in en, `${file}: nobody says ${key}`);
      assert.deepEqual(placesOf(phrase), placesOf(en[key as keyof typeof en]), `${file}: ${key} has other places`);
    }
  }
  assert.deepEqual(Object.keys(files['./languages/zh.ts']!.default).sort(), Object.keys(en).sort());
});

test('every phrase is said by some page', () => {
  const names = readdirSync(HERE, { recursive: true }).map(String).filter((name) => /\.(ts|vue)$/.test(name) && !name.startsWith('languages'));
  const sources = names.map((name) => readFileSync(`${HERE}/${name}`, 'utf8')).join('\n');
  const beginnings = [...sources.matchAll(/`(\w+_)\$\{/g), ...sources.matchAll(/named\('(\w+)'/g)].map(([, beginning]) => beginning!.replace(/_?$/, '_'));
  for (const key of Object.keys(en)) assert.ok(sources.includes(`'${key}'`) || beginnings.some((one) => key.startsWith(one)), `nobody says ${key}`);
});

// Read while this file is being loaded: afterwards the loader is gone.
async function withOneMore(): Promise<{ languages: string[]; name: string; tasks: string; orders: string }> {
  const file = `${HERE}/languages/eo.ts`;
  writeFileSync(file, "export default { tasks: 'Taskoj' };\n");
  try {
    const { language, languages, nameOf, speaking, t } = await import('./words');
    language.value = 'eo';
    await speaking();
    return { languages, name: nameOf('eo'), tasks: t('tasks'), orders: t('orders') };
  } finally {
    rmSync(file, { force: true });
  }
}
const more = await withOneMore();

test('another language is another file and nothing else', () => {
  assert.deepEqual(more.languages, ['en', 'eo', 'zh']);
  assert.equal(more.name.toLowerCase(), 'esperanto');
  assert.equal(more.tasks, 'Taskoj');
  assert.equal(more.orders, en.orders, 'what it lacks is said in English');
});
