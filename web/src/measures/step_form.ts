// One step while it is written: what it says once it is sent, or what is missing.
import { addDays, instantOf } from '../base/time';
import { lastDayOf } from './deadline';
import type { InFull, Way } from './measure';
import type { Needs } from './needs';
import { fenOf, typedYuan } from './yuan';

export interface Form {
  text: string;
  fen: string; // in yuan
  at: string; // by the wall clock of the city, YYYY-MM-DDTHH:mm; "" is now
  how: Way | '';
  to: string;
  consent: boolean;
  due: string; // the last day
}
/** A decision begins with what the party was told. */
export const newForm = ({ fen }: Pick<InFull, 'fen'>, needs: Needs): Form => ({ text: '', fen: needs.fen === 'may' ? typedYuan(fen) : '', at: '', how: '', to: '', consent: false, due: '' });

export interface Said {
  text?: string;
  fen?: number;
  at?: string;
  how?: Way;
  to?: string;
  consent: boolean;
  due?: string;
}
type Lack = 'text' | 'fen' | 'past' | 'how' | 'to' | 'consent' | 'due';
export type Read = { said: Said } | { field: string; why: `need_${Lack}` };
const lacks = (field: Lack): Read => ({ field: field === 'past' ? 'at' : field, why: `need_${field}` });

function firstLack(form: Form, needs: Needs, measure: Pick<InFull, 'due'>, zone: string, now: Date): Lack | null {
  if (needs.delivery && !form.how) return 'how';
  if (needs.delivery && !form.to.trim()) return 'to';
  if (needs.delivery && form.how === 'electronic' && !form.consent) return 'consent';
  if (needs.fen && (form.fen.trim() || needs.fen === 'must') && fenOf(form.fen) === null) return 'fen';
  if (needs.at && form.at && instantOf(form.at, zone) > now) return 'past';
  if (needs.due && (!form.due || (measure.due !== null && form.due <= lastDayOf(measure.due, zone)))) return 'due';
  return needs.text === 'must' && !form.text.trim() ? 'text' : null;
}

/** `zone`: the city's, in which days and the wall clock are. What a step does not ask for does not go along. */
export function readForm(form: Form, needs: Needs, measure: Pick<InFull, 'due'>, zone: string, now = new Date()): Read {
  const lack = firstLack(form, needs, measure, zone, now);
  if (lack) return lacks(lack);
  const fen = needs.fen ? fenOf(form.fen) : null;
  return {
    said: {
      ...(form.text.trim() && { text: form.text.trim() }),
      ...(fen !== null && { fen }),
      ...(needs.at && form.at && { at: instantOf(form.at, zone).toISOString() }),
      ...(needs.delivery && { how: form.how as Way, to: form.to.trim() }),
      consent: needs.delivery && form.how === 'electronic' && form.consent,
      ...(needs.due && { due: instantOf(`${addDays(form.due, 1)}T00:00`, zone).toISOString() }), // too late from the midnight on that ends it
    },
  };
}
