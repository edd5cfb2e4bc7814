// Names of where somebody was, and of what rules are for, in the language of the moment.
import { language } from '../base/i18n/i18n';
import { amongCountries } from '../base/regions/one_way';
import { countries, prefectures, provinces, regionName } from '../base/regions/regions';
import { t } from './texts';

export const ANYWHERE = '*';
export const placeName = (code: string): string => (code === ANYWHERE ? t('anywhere') : regionName(code, language.value));

export interface Place {
  code: string;
  label: string;
}
const MOST = 40;
const labelled = (code: string): Place => ({ code, label: code === ANYWHERE ? placeName(code) : t('place_code', { place: placeName(code), code }) });

/** The codes by which a place is found: its own, and of Hong Kong, Macao and Taiwan also that of ISO 3166-1. */
const codesOf = (code: string): string[] => [code, amongCountries(code) ?? []].flat().map((one) => one.toLowerCase());

/** Every place by which somebody may look for one: what is written in either language, and its codes. */
const everywhere: () => { code: string; codes: string[]; words: string }[] = (() => {
  let all: { code: string; codes: string[]; words: string }[] | undefined;
  return () => {
    all ??= [...provinces('zh').flatMap(({ code }) => [code, ...prefectures(code, 'zh').map((one) => one.code)]), 'CHN', ...countries('zh').map(({ code }) => code)].map((code) => ({
      code,
      codes: codesOf(code),
      words: [...codesOf(code), regionName(code, 'zh'), regionName(code, 'en')].join(' ').toLowerCase(),
    }));
    return all;
  };
})();

/** What is offered for what was typed, all provinces for nothing; a county has no name here and is chosen by its code. */
export function placesFor(typed: string): Place[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return provinces(language.value).map(({ code }) => labelled(code));
  const fitting = everywhere().filter(({ words }) => words.includes(wanted));
  const named = fitting.filter(({ codes }) => codes.includes(wanted)); // by its code: before all whose names hold the same letters
  const found = [...new Set([...named, ...fitting])].slice(0, MOST).map(({ code }) => labelled(code));
  const isCounty = /^\d{6}$/.test(wanted) && !found.some(({ code }) => code === wanted) && placeName(wanted) !== wanted;
  return isCounty ? [labelled(wanted), ...found] : found;
}
export const placeOf = labelled;
