// A round's own questions while they are written, and the form that they become.
import type { Bilingual, Field } from '../incidents/catalogue';

/** No pictures: a verdict carries none. */
export const KINDS = ['yes_no', 'number', 'text', 'choice', 'date', 'temperature'] as const satisfies readonly Field['kind'][];
export const MOST_QUESTIONS = 50; // as the server takes

export interface Question extends Bilingual {
  kind: (typeof KINDS)[number];
  required: boolean;
  choices: Bilingual[]; // of a choice
}

export const newQuestion = (): Question => ({ en: '', zh: '', kind: 'yes_no', required: false, choices: [{ en: '', zh: '' }, { en: '', zh: '' }] });

const trimmed = ({ en, zh }: Bilingual): Bilingual => ({ en: en.trim(), zh: zh.trim() });
const isNamed = ({ en, zh }: Bilingual) => en.trim() !== '' && zh.trim() !== '';

/** Of the first one that cannot be asked so: its index, and what is missing. */
export function missingIn(questions: readonly Question[]): { index: number; what: 'name' | 'choice' } | null {
  for (const [index, one] of questions.entries()) {
    if (!isNamed(one)) return { index, what: 'name' };
    if (one.kind === 'choice' && (one.choices.length === 0 || !one.choices.every(isNamed))) return { index, what: 'choice' };
  }
  return null;
}

/** Keys by their place: a round keeps its questions, so they stay what they are. */
export function formOf(questions: readonly Question[]): Field[] {
  return questions.map((one, i) => ({
    key: `q${i + 1}`, name: trimmed(one), kind: one.kind, required: one.required,
    ...(one.kind === 'choice' && { choices: one.choices.map((choice, n) => ({ value: `c${n + 1}`, name: trimmed(choice) })) }),
  }));
}
