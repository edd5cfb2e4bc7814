// What the page says, in each language of languages/.
import type { LanguageFile as FileOf } from '../base/i18n/spoken';
import { speech, type PhrasesOf } from '../open/speech';
import en from './languages/en';

export type Phrases = PhrasesOf<typeof en>;
export type LanguageFile = FileOf<Phrases>;
export const { t, language, languages, locale, speaking } = speech(import.meta.glob<LanguageFile>('./languages/*.ts'), en);
