// What the phone says, in a language that somebody wrote a file for: languages/CODE.ts. A new file is enough.
import { fill } from '../base/i18n/i18n';
import { spoken, type LanguageFile as FileOf } from '../base/i18n/spoken';
import en from './languages/en';

export { nameOf } from '../base/i18n/tags';
export type Phrases = Record<keyof typeof en, string>;
export type LanguageFile = FileOf<Phrases>;
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<Text extends string> = [Names<Text>] extends [never] ? [] : [params: Record<Names<Text>, string | number>];

const { phrase, ...rest } = spoken<Phrases>('ward.phone.language', import.meta.glob<LanguageFile>('./languages/*.ts'), en);
export const { language, languages, speaking, wished } = rest;

export function t<K extends keyof Phrases>(key: K, ...params: Params<(typeof en)[K]>): string {
  return fill(phrase(key), params[0]);
}

/** The name of a state, a platform, a kind: PREFIX_VALUE; the value itself when there is none, so that it is seen. */
export function named(prefix: 'state' | 'platform' | 'kind' | 'urgency' | 'step' | 'entry' | 'topic' | 'declared' | 'declared_step' | 'carrier' | 'observed' | 'document' | 'source' | 'stratum' | 'visited' | 'outcome' | 'measure_kind' | 'measure_state' | 'measure_step' | 'measure_do' | 'delivery' | 'enterprise_kind' | 'enterprise_state' | 'enterprise_step' | 'trouble' | 'canteen' | 'report', value: string): string {
  return phrase(`${prefix}_${value}` as keyof Phrases) ?? value;
}

/** Of a name that comes in Chinese and English. */
export const either = (name: { zh: string; en: string }) => (language.value.startsWith('zh') ? name.zh : name.en);
