import { language } from './i18n/i18n';

/** "101, 102 and 103", as the language puts it. */
export const listed = (words: readonly string[]) => new Intl.ListFormat(language.value, { type: 'conjunction' }).format(words);
