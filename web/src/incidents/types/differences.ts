// What changes of a type, before it is stored.
import { inLanguage } from '../../base/form/field';
import type { IncidentType } from '../catalogue';
import { t } from './texts';
import { DUES, PLAIN } from './type_form';
import { keyName, keyWords, questionWords } from './words';

export interface Difference {
  what: string;
  before: string; // '' where nothing stands
  after: string;
}

/** Question by question: by the name under which answers are stored. */
function ofQuestions(before: IncidentType['form'], after: IncidentType['form']): Difference[] {
  const keys = [...new Set([...before, ...after].map(({ key }) => key))];
  const find = (form: IncidentType['form'], key: string) => form.find((one) => one.key === key);
  return keys.flatMap((key) => {
    const [was, becomes] = [find(before, key), find(after, key)];
    if (JSON.stringify(was) === JSON.stringify(becomes)) return [];
    return [{ what: t('question', { name: inLanguage((becomes ?? was)!.name) }), before: was ? questionWords(was) : '', after: becomes ? questionWords(becomes) : '' }];
  });
}

/** `before`: null of a new one. */
export function differencesOf(before: IncidentType | null, after: IncidentType): Difference[] {
  const plain = [...PLAIN, ...DUES].map((key) => ({ what: keyName(after, key), before: before ? keyWords(before, key) : '', after: keyWords(after, key) }));
  return [...plain.filter((one) => one.before !== one.after), ...ofQuestions(before?.form ?? [], after.form)];
}
