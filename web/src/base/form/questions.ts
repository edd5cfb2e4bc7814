// Questions while they are written, and the form that they become.
import type { Bilingual, Field } from './field';

const KINDS = ['yes_no', 'number', 'text', 'choice', 'date', 'temperature'] as const satisfies readonly Field['kind'][];
/** Not everywhere pictures: a verdict has none, and a visit has them beside its answers. */
export const kindsWith = (pictures: boolean): readonly Field['kind'][] => (pictures ? [...KINDS, 'picture'] : KINDS);
export const MOST_QUESTIONS = 50; // as the server takes

/** `value`: what it was called in the form that it was taken from. */
export interface Choice extends Bilingual {
  value?: string;
}
/** `key`: what it was called in the form that it was taken from. */
export interface Question extends Bilingual {
  key?: string;
  kind: Field['kind'];
  required: boolean;
  choices: Choice[]; // of a choice
}

export const newQuestion = (): Question => ({ en: '', zh: '', kind: 'yes_no', required: false, choices: [{ en: '', zh: '' }, { en: '', zh: '' }] });

export const questionOf = ({ key, name, kind, required, choices = [] }: Field): Question => ({ key, ...name, kind, required, choices: choices.map((choice) => ({ ...choice.name, value: choice.value })) });

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

/** Each its own name, the one it has or one by its place: what was asked stays as it is, so names by place stay, too. */
function named(own: readonly (string | undefined)[], letter: string): string[] {
  const taken = new Set(own.filter((name) => name !== undefined));
  const used = new Set<string>();
  return own.map((name, i) => {
    let found = name !== undefined && !used.has(name) ? name : `${letter}${i + 1}`;
    for (let n = own.length + 1; used.has(found) || (found !== name && taken.has(found)); ++n) found = `${letter}${n}`;
    used.add(found);
    return found;
  });
}

export function formOf(questions: readonly Question[]): Field[] {
  const keys = named(questions.map(({ key }) => key), 'q');
  return questions.map((one, i) => {
    const values = named(one.choices.map(({ value }) => value), 'c');
    return {
      key: keys[i]!, name: trimmed(one), kind: one.kind, required: one.required,
      ...(one.kind === 'choice' && { choices: one.choices.map((choice, n) => ({ value: values[n]!, name: trimmed(choice) })) }),
    };
  });
}
