// Countries to choose from, those first that who reads this language on this phone is likely to need.
import { countries, countryOfTwo, nameOfCountry } from '../../base/countries';

export interface Choice {
  code: string;
  name: string;
}

/** Regions of the languages somebody reads ("ko" is read in Korea), then China; best first. */
export function likely(languages: readonly string[]): string[] {
  const regions = languages.map((tag) => new Intl.Locale(tag).maximize().region ?? '');
  return [...new Set([...regions.map(countryOfTwo), 'CHN'])].filter((code) => code !== undefined);
}

export function choices(codes: readonly string[], locale: string): Choice[] {
  return codes.map((code) => ({ code, name: nameOfCountry(code, locale) }));
}

/** By name, as the reader's language orders names. */
export function allChoices(locale: string): Choice[] {
  const inOrder = new Intl.Collator(locale).compare;
  return choices(countries, locale).sort((a, b) => inOrder(a.name, b.name));
}
