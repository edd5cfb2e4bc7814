// What was answered to a question, in words.
import { degrees } from '../base/numbers';
import { inLanguage, type Field } from './catalogue';
import { t } from './one_texts';

/** Nothing where it was not answered, and of a picture, which is shown elsewhere. */
export function answerWords(field: Field, value: unknown): string | number | null {
  if (value === undefined || value === null || field.kind === 'picture') return null;
  if (field.kind === 'temperature') return t('celsius', { degrees: degrees(value as number) });
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  const choice = field.choices?.find((one) => one.value === value);
  return choice ? inLanguage(choice.name) : typeof value === 'number' ? value : String(value);
}
