// A question and how it is answered, as the forms of incidents, rounds and draws have it (src/city/incidents/catalogue.h).
import type { Schemas } from '../api/client';
import { isChinese } from '../i18n/i18n';

export type Bilingual = Schemas['Bilingual'];
export interface Field {
  key: string;
  name: Bilingual;
  kind: 'text' | 'number' | 'temperature' | 'choice' | 'yes_no' | 'date' | 'picture';
  required: boolean;
  choices?: { value: string; name: Bilingual }[];
}

export const inLanguage = (text: Bilingual) => (isChinese.value ? text.zh : text.en);
