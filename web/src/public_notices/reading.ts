// In which of its languages somebody reads a notice. Pure.
import type { Schemas } from '../base/api/client';
import { bestOf } from '../base/i18n/best';
import { nameOf } from '../base/i18n/tags';

export type Notice = Schemas['PublicNotice'];
export type Text = Notice['texts'][number];

const primary = (tag: string) => tag.toLowerCase().split('-')[0]!;

/** The page's language, else another that the reader has said to read, else English, else the first. */
export function textFor(texts: readonly Text[], language: string, others: readonly string[]): Text | undefined {
  const best = bestOf(texts.map((one) => one.language), [language, ...others]);
  return texts.find((one) => one.language === best);
}

/** The reader's own comes first. */
export function inOrder(texts: readonly Text[], language: string, others: readonly string[]): Text[] {
  const first = textFor(texts, language, others);
  return first ? [first, ...texts.filter((one) => one !== first)] : [];
}

export const isForeign = (text: Text, language: string) => primary(text.language) !== primary(language);

/** What a language calls itself; with its region or script only where two of a notice would be called the same. */
export function nameAmong(text: Text, texts: readonly Text[]): string {
  const sisters = texts.filter((one) => !isForeign(one, text.language));
  return sisters.length > 1 ? nameOf(text.language) : nameOf(primary(text.language), text.language);
}
