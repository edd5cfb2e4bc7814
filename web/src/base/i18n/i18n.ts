// Texts in Chinese and English. Each concept keeps its own table (texts.ts) with both languages side by side; a text is
// a whole sentence with named places like {name}, never glued from parts. The compiler checks keys and names.
import { computed, ref, watch } from 'vue';

export type Language = 'zh-CN' | 'en';
export interface Phrase {
  readonly en: string;
  readonly zh: string;
}
type Table = Readonly<Record<string, Phrase>>;

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<Text extends string> = [Names<Text>] extends [never] ? [] : [params: Record<Names<Text>, string | number>];

const KEPT = 'ward.language';

function firstLanguage(): Language {
  const kept = globalThis.localStorage?.getItem(KEPT);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return globalThis.navigator?.language?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export const language = ref<Language>(firstLanguage());
export const isChinese = computed(() => language.value === 'zh-CN');

watch(
  language,
  (now) => {
    if (typeof document === 'undefined') return;
    document.documentElement.lang = now;
    localStorage.setItem(KEPT, now);
  },
  { immediate: true, flush: 'sync' }, // pages that speak more languages say theirs right after it (spoken.ts)
);

/** Puts `params` into the {places} of a text. A place without a value stays as it is, so that it is seen. */
export function fill(text: string, params: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in params ? String(params[name]) : place));
}

/** Makes the `t` of a concept: t('key') or t('key', {name: …}), in the language of the moment (reactive). `t.table` is for tests. */
export function phrases<const T extends Table>(table: T) {
  function t<K extends keyof T & string>(key: K, ...params: Params<T[K]['en']>): string {
    const phrase = table[key];
    if (!phrase) return key;
    return fill(isChinese.value ? phrase.zh : phrase.en, params[0]);
  }
  return Object.assign(t, { table: table as Table });
}
