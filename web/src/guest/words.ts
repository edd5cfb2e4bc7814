// What the page says, in each language of languages/: a phrase is a whole sentence, and one that counts has the forms its
// language needs (Intl.PluralRules).
import { computed } from 'vue';
import { fill } from '../base/i18n/i18n';
import { spoken, type LanguageFile as FileOf } from '../base/i18n/spoken';
import en from './languages/en';

export { nameOf } from '../base/i18n/spoken';
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type English = typeof en;
export type Phrases = { [K in keyof English]: English[K] extends string ? string : Forms };
export type LanguageFile = FileOf<Phrases>;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<Phrase> = Phrase extends string ? Phrase : Phrase extends { other: infer Other extends string } ? Other : never;
type Needs<Name extends string> = [Name] extends [never] ? [] : [params: { [N in Name]: N extends 'count' ? number : string | number }];

const { phrase, ...rest } = spoken<Phrases>('ward.guest.language', import.meta.glob<LanguageFile>('./languages/*.ts'), en);
export const { language, languages, speaking } = rest;

/** The language with the region that the browser knows of (ar-EG): which digits, which order of a date. */
export const locale = computed(() => globalThis.navigator?.languages.find((tag) => tag.split('-')[0] === language.value) ?? language.value);

const inDigits = (value: string | number) => (typeof value === 'number' ? new Intl.NumberFormat(locale.value).format(value) : value);

/** A phrase in the language of the moment (reactive); `count` chooses its form. */
export function t<K extends keyof Phrases>(key: K, ...needs: Needs<Names<TextOf<English[K]>>>): string {
  const said: string | Forms = phrase(key);
  const params: Record<string, string | number> = needs[0] ?? {};
  const text = typeof said === 'string' ? said : (said[new Intl.PluralRules(language.value).select(Number(params.count))] ?? said.other);
  return fill(text, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inDigits(value)])));
}
