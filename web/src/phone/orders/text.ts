// An order speaks several languages: the one that fits the reader best is shown, the others are one tap away.
import type { Schemas } from '../../base/api/client';
import { bestOf } from '../../base/i18n/best';
import { language, wished } from '../words';

export type Text = Schemas['OrderText'];

export function textOf(texts: readonly Text[]): Text {
  const best = bestOf(texts.map((text) => text.language), [language.value, ...wished()]);
  return texts.find((text) => text.language === best) ?? texts[0]!;
}
