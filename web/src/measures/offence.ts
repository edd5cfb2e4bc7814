// An offence of the catalogue while it is written. The catalogue is stored as a whole.
import { KINDS, type Kind, type Offence } from './measure';
import { fenOf, typedYuan } from './yuan';

export const FIELDS = ['code', 'name_zh', 'name_en', 'basis', 'kinds', 'least', 'most', 'days'] as const;
/** As it is typed: amounts in yuan, kinds with spaces between. */
export type Form = Record<(typeof FIELDS)[number], string>;
type Lack = (typeof FIELDS)[number];
export type Read = { offence: Offence } | { field: Lack; why: `need_${Lack}` };

export const kindsIn = (typed: string): Kind[] => KINDS.filter((kind) => typed.split(' ').includes(kind));

export function fieldsOf(one: Offence | null): Form {
  if (!one) return { code: '', name_zh: '', name_en: '', basis: '', kinds: '', least: '', most: '', days: '15' };
  const { code, name, basis, kinds, least_fen, most_fen, days_to_correct } = one;
  const fined = kinds.includes('fine');
  return { code, name_zh: name.zh, name_en: name.en, basis, kinds: KINDS.filter((kind) => kinds.includes(kind)).join(' '), least: fined ? typedYuan(least_fen) : '', most: fined ? typedYuan(most_fen) : '', days: String(days_to_correct) };
}

const USUAL_DAYS = 15; // as the server takes it to be
/** What leads to no fine has no limits, and only an instruction is put right within its days. */
export function readForm(form: Form): Read {
  const lacks = (field: Lack): Read => ({ field, why: `need_${field}` });
  const kinds = kindsIn(form.kinds);
  const fined = kinds.includes('fine');
  const [least, most] = [fined ? fenOf(form.least) : 0, fined ? fenOf(form.most) : 0];
  const typed = /^\d{1,3}$/.test(form.days.trim()) ? Number(form.days) : 0;
  const days = kinds.includes('instruction') ? typed : typed || USUAL_DAYS;
  if (!/^[a-z0-9_]{1,40}$/.test(form.code.trim())) return lacks('code');
  if (!form.name_zh.trim()) return lacks('name_zh');
  if (!form.name_en.trim()) return lacks('name_en');
  if (!form.basis.trim()) return lacks('basis');
  if (kinds.length === 0) return lacks('kinds');
  if (least === null || (fined && least < 1)) return lacks('least');
  if (most === null || most < least) return lacks('most');
  if (days < 1 || days > 365) return lacks('days');
  return { offence: { code: form.code.trim(), name: { en: form.name_en.trim(), zh: form.name_zh.trim() }, basis: form.basis.trim(), kinds, least_fen: least, most_fen: most, days_to_correct: days } };
}

/** The catalogue with this one in place of the one of its code, or behind the others. */
export const withOffence = (all: readonly Offence[], one: Offence): Offence[] => (all.some(({ code }) => code === one.code) ? all.map((other) => (other.code === one.code ? one : other)) : [...all, one]);
