// Countries in the language of the moment.
import { countries, nameOfCountry } from '../base/countries';
import { language } from '../base/i18n/i18n';

export const countryName = (code: string) => nameOfCountry(code, language.value);

/** All of them to choose from, by name; "CHN" is found as well as "China". */
export function countryOptions(): { code: string; label: string }[] {
  const inOrder = new Intl.Collator(language.value).compare;
  return countries.map((code) => ({ code, label: `${countryName(code)} · ${code}` })).sort((a, b) => inOrder(a.label, b.label));
}
