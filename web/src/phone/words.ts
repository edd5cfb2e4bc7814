// What the phone says, in a language that somebody wrote a file for: languages/CODE.ts, named by its BCP 47 code. A new file is
// enough. A phrase that a file lacks is said in English. The server itself speaks Chinese and English: the nearer of the two.
import { ref, shallowRef, watch } from 'vue';
import { fill, language as serverLanguage } from '../base/i18n/i18n';
import { bestOf } from './best';
import en from './languages/en';

export type Phrases = Record<keyof typeof en, string>;
export interface LanguageFile {
  default: Partial<Phrases>;
  direction?: 'rtl';
}
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<Text extends string> = [Names<Text>] extends [never] ? [] : [params: Record<Names<Text>, string | number>];

const KEPT = 'ward.phone.language';
const files = import.meta.glob<LanguageFile>('./languages/*.ts');
const codeOf = (path: string) => path.replace(/^.*\/(.+)\.ts$/, '$1');

/** Codes of the languages that there are files for. */
export const languages = Object.keys(files).map(codeOf).sort();

/** A language named in itself. */
export const nameOf = (code: string) => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;

/** What the person reads, best first. */
export const wished = (): string[] => {
  const kept = globalThis.localStorage?.getItem(KEPT);
  return [...(kept ? [kept] : []), ...(globalThis.navigator?.languages ?? []), serverLanguage.value];
};

export const language = ref(bestOf(languages, wished()) ?? 'en');
const said = shallowRef<Partial<Phrases>>(en);

async function speak(code: string): Promise<void> {
  const file = await files[`./languages/${code}.ts`]?.();
  if (!file || language.value !== code) return;
  said.value = file.default;
  serverLanguage.value = code.startsWith('zh') ? 'zh-CN' : 'en';
  if (typeof document === 'undefined') return;
  document.documentElement.lang = code;
  document.documentElement.dir = file.direction ?? 'ltr';
}

/** The language of the moment has been read; then the pages may be shown. */
export const speaking = () => speak(language.value);

watch(language, (code) => {
  globalThis.localStorage?.setItem(KEPT, code);
  void speak(code);
});

/** A phrase in the language of the moment (reactive). */
export function t<K extends keyof Phrases>(key: K, ...params: Params<(typeof en)[K]>): string {
  return fill(said.value[key] ?? en[key], params[0]);
}

/** The name of a state, a platform, a kind: PREFIX_VALUE; the value itself when there is none, so that it is seen. */
export function named(prefix: 'state' | 'platform' | 'kind' | 'urgency' | 'step' | 'entry' | 'topic' | 'declared' | 'declared_step' | 'carrier' | 'observed' | 'document' | 'source', value: string): string {
  const key = `${prefix}_${value}` as keyof Phrases;
  return said.value[key] ?? en[key] ?? value;
}

/** Of a name that comes in Chinese and English. */
export const either = (name: { zh: string; en: string }) => (language.value.startsWith('zh') ? name.zh : name.en);
