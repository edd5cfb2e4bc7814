// What a page says that anybody may open, in each language of its own folder languages/: a phrase is a whole sentence, and
// one that counts has the forms its language needs (Intl.PluralRules).
import { computed } from 'vue';
import { fill } from '../base/i18n/i18n';
import { spoken, type LanguageFile } from '../base/i18n/spoken';

const KEPT = 'ward.guest.language'; // chosen on one of these pages, spoken by all of them

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type Table = Readonly<Record<string, string | Forms>>;
/** What a file of a language says, when the page's English says `English`. */
export type PhrasesOf<English> = { [K in keyof English]: English[K] extends string ? string : Forms };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<Phrase> = Phrase extends string ? Phrase : Phrase extends { other: infer Other extends string } ? Other : never;
type Needs<Name extends string> = [Name] extends [never] ? [] : [params: { [N in Name]: N extends 'count' ? number : string | number }];

/** `files` as import.meta.glob finds them. */
export function speech<const English extends Table>(files: Record<string, () => Promise<LanguageFile<PhrasesOf<English>>>>, english: English) {
  const { phrase, language, languages, speaking } = spoken<PhrasesOf<English>>(KEPT, files, english as PhrasesOf<English>);

  /** The language with the region that the browser knows of (ar-EG): which digits, which order of a date. */
  const locale = computed(() => globalThis.navigator?.languages.find((tag) => tag.split('-')[0] === language.value) ?? language.value);

  const inDigits = (value: string | number) => (typeof value === 'number' ? new Intl.NumberFormat(locale.value).format(value) : value);

  /** A phrase in the language of the moment (reactive); `count` chooses its form. */
  function t<K extends keyof English>(key: K, ...needs: Needs<Names<TextOf<English[K]>>>): string {
    const said: string | Forms = phrase(key);
    const params: Record<string, string | number> = needs[0] ?? {};
    const text = typeof said === 'string' ? said : (said[new Intl.PluralRules(language.value).select(Number(params.count))] ?? said.other);
    return fill(text, Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inDigits(value)])));
  }

  return { t, language, languages, locale, speaking };
}
