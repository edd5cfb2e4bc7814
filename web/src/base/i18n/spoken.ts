// Pages that speak every language somebody wrote a file for (CODE.ts, named by its BCP 47 code), beside the two of the
// server. What a file lacks is said in English; the server itself is asked for the nearer of its two.
import { ref, shallowRef, watch } from 'vue';
import { bestOf } from './best';
import { language as serverLanguage } from './i18n';

export interface LanguageFile<Phrases> {
  default: Partial<Phrases>;
  direction?: 'rtl';
}

const codeOf = (path: string) => path.replace(/^.*\/(.+)\.ts$/, '$1');

/** `files` as import.meta.glob finds them. The choice is remembered in this browser as `kept`. */
export function spoken<Phrases extends object>(kept: string, files: Record<string, () => Promise<LanguageFile<Phrases>>>, english: Phrases) {
  const byCode = new Map(Object.entries(files).map(([path, read]) => [codeOf(path), read]));
  const languages = [...byCode.keys()].sort();

  /** What the person reads, best first. */
  const wished = (): string[] => {
    const chosen = globalThis.localStorage?.getItem(kept);
    return [...(chosen ? [chosen] : []), ...(globalThis.navigator?.languages ?? []), serverLanguage.value];
  };

  const language = ref(bestOf(languages, wished()) ?? 'en');
  const said = shallowRef<Partial<Phrases>>(english);

  async function speak(code: string): Promise<void> {
    const file = await byCode.get(code)?.();
    if (!file || language.value !== code) return;
    said.value = file.default;
    serverLanguage.value = code.startsWith('zh') ? 'zh-CN' : 'en';
    if (typeof document === 'undefined') return;
    document.documentElement.lang = code;
    document.documentElement.dir = file.direction ?? 'ltr';
  }

  watch(language, (code) => {
    globalThis.localStorage?.setItem(kept, code);
    void speak(code);
  });

  return {
    /** Codes of the languages that there are files for. */
    languages,
    language,
    wished,
    /** The language of the moment has been read; then the pages may be shown. */
    speaking: () => speak(language.value),
    /** A phrase in the language of the moment (reactive). */
    phrase: <K extends keyof Phrases>(key: K): Phrases[K] => (said.value[key] ?? english[key]) as Phrases[K],
  };
}
