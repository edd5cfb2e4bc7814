// The texts of an order, one for each language (BCP 47).
export interface OrderText {
  language: string;
  headline: string;
  text: string;
}

export const MOST_TEXTS = 12;
const TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
export const isTag = (tag: string) => TAG.test(tag);

/** What somebody who reads `language` is shown: that very language, else one of the same family, else the first. */
export function textFor<T extends { language: string }>(texts: readonly T[], language: string): T | undefined {
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const family = (tag: string) => tag.split('-')[0]!;
  return texts.find((one) => same(one.language, language)) ?? texts.find((one) => same(family(one.language), family(language))) ?? texts[0];
}

export const isEmpty = (text: OrderText) => !text.headline.trim() && !text.text.trim();
/** A text that has a headline and no words, or the other way round. */
export const isHalf = (text: OrderText) => !isEmpty(text) && (!text.headline.trim() || !text.text.trim());
