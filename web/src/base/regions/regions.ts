// Where somebody comes from, as the server keeps it: a place in China by its code of GB/T 2260, or a country by its three letters
// of ISO 3166-1. china.json holds provinces, prefectures and the counties that no prefecture is above: [code, Chinese, English].
import { countries as allCountries, nameOfCountry } from '../countries';
import china from './china.json';
import { oneWay } from './one_way';

export interface Region {
  code: string;
  name: string;
}

const places = new Map(china.map(([code, zh, en]) => [code!, { zh: zh!, en: en! }]));
const isProvince = (code: string) => code.endsWith('0000');
const provinceOf = (code: string) => `${code.slice(0, 2)}0000`;
const nameIn = (code: string, language: string) => places.get(code)?.[language.startsWith('zh') ? 'zh' : 'en'] ?? '';

/** Chinese readers know the order of the codes by heart; others find a name by its letters. */
function listed(codes: string[], language: string): Region[] {
  const all = codes.map((code) => ({ code, name: nameIn(code, language) }));
  return language.startsWith('zh') ? all : all.sort((a, b) => a.name.localeCompare(b.name, language));
}

export const provinces = (language: string) => listed([...places.keys()].filter(isProvince), language);

/** What lies right below a province; nothing for those that are a city themselves. */
export const prefectures = (province: string, language: string) =>
  listed([...places.keys()].filter((code) => !isProvince(code) && provinceOf(code) === province), language);

const named = (codes: string[], language: string) =>
  codes.map((code) => ({ code, name: nameOfCountry(code, language) })).sort((a, b) => a.name.localeCompare(b.name, language));

/** Whose citizen somebody may be: what is chosen by its code of GB/T 2260 is no country here. */
export const nationalities = (language: string) => named(allCountries.filter((code) => oneWay(code) === code), language);

/** Where somebody may come from outside China. */
export const countries = (language: string) => nationalities(language).filter(({ code }) => code !== 'CHN');

/** The name of a place that somebody declared; of a county, that of the prefecture it lies in. */
export function regionName(code: string, language: string): string {
  if (!/^\d{6}$/.test(code)) return nameOfCountry(code, language);
  const province = nameIn(provinceOf(code), language);
  const below = isProvince(code) ? '' : nameIn(code, language) || nameIn(`${code.slice(0, 4)}00`, language);
  if (!below) return province || code;
  return language.startsWith('zh') ? province + below : `${below}, ${province}`;
}
