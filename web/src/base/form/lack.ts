// What is said of questions that cannot be asked yet.
import { missingIn, type Question } from './questions';
import { t } from './texts';

/** Nothing when all of them can be asked. */
export function lackOf(questions: readonly Question[]): string {
  const missing = missingIn(questions);
  return missing ? t(`need_${missing.what}`, { number: missing.index + 1 }) : '';
}
