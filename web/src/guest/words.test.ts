import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWords } from '../open/words_check';
import { language, speaking, t, type LanguageFile } from './words';

checkWords('src/guest', import.meta.glob<LanguageFile & { default: object }>('./languages/*.ts', { eager: true }));

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
