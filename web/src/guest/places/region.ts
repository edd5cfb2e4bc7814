// Where somebody was, as the server keeps it: a code of GB/T 2260 in China, else the three letters of a country.
import { nameOfCountry } from '../../base/countries';
import { amongCountries, oneWay } from '../../base/regions/one_way';
import { below, divisionAt, nameOfDivision, provinceOf } from './divisions';

/** What is chosen, one after the other. `place`: below the province, or the province itself for "another one". */
export interface Chosen {
  country: string;
  province: string;
  place: string;
}

const isDivision = (region: string) => /^\d{6}$/.test(region);

/** '' while something is still to be chosen. */
export function regionOf({ country, province, place }: Chosen): string {
  if (country !== 'CHN') return oneWay(country);
  return province !== '' && below(province).length === 0 ? province : place;
}

export function chosenOf(region: string): Chosen {
  if (!isDivision(region)) return { country: region, province: '', place: '' };
  const country = amongCountries(region);
  return country ? { country, province: '', place: '' } : { country: 'CHN', province: provinceOf(region), place: region };
}

/** A region in words. */
export function nameOfRegion(region: string, language: string, locale: string): string {
  const country = isDivision(region) ? amongCountries(region) : region;
  if (country) return nameOfCountry(country, locale);
  const division = divisionAt(region);
  return division ? nameOfDivision(division, language) : region;
}
