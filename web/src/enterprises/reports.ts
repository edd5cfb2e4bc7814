// What an enterprise reports of a day: of which days it can, and the form as it is typed.
import { addDays } from '../base/time';
import type { Day, Enterprise } from './enterprise';

const LONGEST_AGO = 7; // days, as the server takes

/** The days of which it can report, today first. */
export function daysToReport({ state, open_since }: Pick<Enterprise, 'state' | 'open_since'>, today: string): string[] {
  if (state !== 'approved' || !open_since) return [];
  return Array.from({ length: LONGEST_AGO + 1 }, (_, ago) => addDays(today, -ago)).filter((day) => day >= open_since);
}

const COUNTS = ['present', 'absent', 'fevers', 'isolated', 'masks'] as const;
export const FIELDS = ['present', 'absent', 'fevers', 'isolated', 'highest', 'masks', 'note'] as const;
/** As it is typed; `highest` in °C. */
export type Form = Record<(typeof FIELDS)[number], string>;
export type Said = Omit<Day, 'day' | 'trouble' | 'gates' | 'version'>;

/** A form of nothing yet says of fevers that there were none, but not how many came. */
export function fieldsOf(day: Day | null): Form {
  if (!day) return { present: '', absent: '', fevers: '0', isolated: '', highest: '', masks: '', note: '' };
  const { present, absent, fevers, isolated, highest_cc, masks, note } = day;
  const counts = { present: String(present), absent: String(absent), fevers: String(fevers), isolated: String(isolated), masks: String(masks) };
  return { ...counts, highest: highest_cc === null ? '' : (highest_cc / 100).toFixed(1), note };
}

const wholeOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null);
/** 1/100 °C of "36.9" or "36,9". */
function ccOf(text: string): number | null {
  const found = /^(\d\d)(?:[.,](\d))?$/.exec(text.trim());
  const cc = found ? Number(found[1]) * 100 + Number(found[2] ?? 0) * 10 : 0;
  return cc >= 3000 && cc <= 4500 ? cc : null;
}

export type Read = { said: Said } | { field: keyof Form; why: 'need_present' | 'need_whole' | 'need_degrees' };

export function readForm(form: Form): Read {
  if (!form.present.trim()) return { field: 'present', why: 'need_present' };
  const counts = {} as Record<(typeof COUNTS)[number], number>;
  for (const key of COUNTS) {
    const count = form[key].trim() ? wholeOf(form[key]) : 0;
    if (count === null) return { field: key, why: 'need_whole' };
    counts[key] = count;
  }
  const highest_cc = form.highest.trim() ? ccOf(form.highest) : null;
  if (form.highest.trim() && highest_cc === null) return { field: 'highest', why: 'need_degrees' };
  return { said: { ...counts, highest_cc, note: form.note.trim() } };
}
