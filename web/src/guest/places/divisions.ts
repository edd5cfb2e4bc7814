// Provinces of China and what lies right below them, as a guest chooses them: Hong Kong, Macao and Taiwan are found among the
// countries.
import china from '../../base/regions/china.json';
import { amongCountries } from '../../base/regions/one_way';

export interface Division {
  code: string;
  zh: string;
  latin: string;
}

const all = china.map(([code, zh, latin]) => ({ code, zh, latin }) as Division).filter(({ code }) => !amongCountries(code));
const byCode = new Map(all.map((one) => [one.code, one]));
const isProvince = (code: string) => code.endsWith('0000');

export const provinceOf = (code: string) => `${code.slice(0, 2)}0000`;
export const provinces = all.filter(({ code }) => isProvince(code));
/** None of a province that is one city. */
export const below = (province: string) => all.filter(({ code }) => !isProvince(code) && provinceOf(code) === province);

/** Both for who reads no Chinese: one to read, one to show. */
export const nameOfDivision = ({ zh, latin }: Division, language: string) => (language.startsWith('zh') ? zh : `${latin} ${zh}`);

/** The division itself, or the nearest one above it that has a name here. */
export const divisionAt = (code: string): Division | undefined => byCode.get(code) ?? byCode.get(`${code.slice(0, 4)}00`) ?? byCode.get(provinceOf(code));
