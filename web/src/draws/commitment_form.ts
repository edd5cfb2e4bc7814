// A draw while it is written, and what is promised by it.
import type { Field } from '../base/form/field';
import { addDays } from '../base/time';
import { SOURCES, type Input, type Source } from './draw';

export const MOST_TAKEN = 100_000; // as the server takes
export const MOST_REPLACEMENTS = 1_000;

export interface Form {
  unit: string[];
  title: string;
  sources: Source[];
  from: string; // first and last day of arrival of declarations, or ""
  last: string;
  how: 'each' | 'total';
  takes: Partial<Record<Source, number>>;
  total: number | undefined;
  replacements: number | undefined;
  public_value: string;
}
export const newForm = (): Form => ({ unit: [], title: '', sources: ['landlords'], from: '', last: '', how: 'each', takes: {}, total: undefined, replacements: 5, public_value: '' });

type Lack = 'unit' | 'title' | 'sources' | 'days' | 'takes' | 'total';
export type Read = { body: Input } | { field: Lack; why: `need_${Lack}` };
const lacks = (field: Lack): Read => ({ field, why: `need_${field}` });

/** `until` of the contract is the day after the last one. Of what is not drawn from nothing goes along. */
export function readForm(form: Form, questions: readonly Field[]): Read {
  const sources = SOURCES.filter((one) => form.sources.includes(one));
  const [unit] = form.unit;
  if (!unit) return lacks('unit');
  if (!form.title.trim()) return lacks('title');
  if (sources.length === 0) return lacks('sources');
  const days = sources.includes('declarations');
  if (days && form.from && form.last && form.last < form.from) return lacks('days');
  const takes = Object.fromEntries(sources.flatMap((one) => (form.takes[one] ? [[one, form.takes[one]]] : [])));
  if (form.how === 'each' && Object.keys(takes).length === 0) return lacks('takes');
  if (form.how === 'total' && !form.total) return lacks('total');
  return {
    body: {
      unit, title: form.title.trim(), sources, from: (days && form.from) || null, until: days && form.last ? addDays(form.last, 1) : null,
      ...(form.how === 'each' ? { takes } : { total: form.total ?? 0 }), replacements: form.replacements ?? 0, public_value: form.public_value.trim(), form: questions as unknown as Input['form'],
    },
  };
}
