// Whom somebody looks for in the register, and what is sent of it: one of name, phone and document.
import { answer, api, type Schemas } from '../base/api/client';
import { needsCountry } from './form';
import type { DocumentKind } from './resident';

export type FoundPerson = Schemas['ResidentFound'];
export const WAYS = ['name', 'phone', 'document'] as const;
export type Way = (typeof WAYS)[number];
export interface Wanted {
  way: Way;
  name: string;
  phone: string;
  kind: DocumentKind;
  country: string; // that issued the document; "" for China
  number: string;
}
export const nobodyYet = (way: Way = 'name'): Wanted => ({ way, name: '', phone: '', kind: 'resident_card', country: '', number: '' });

const typed = ({ way, name, phone, number }: Wanted) => ({ name, phone, document: number })[way].trim();
export const isEmpty = (wanted: Wanted): boolean => typed(wanted) === '';

/** Whether a name says enough to be looked for while it is typed: one character of a Chinese name, two letters of another. */
export function saysEnough(name: string): boolean {
  return /\p{Script=Han}/u.test(name) || (name.match(/\p{L}/gu)?.length ?? 0) >= 2;
}

export function searchOf(wanted: Wanted): Schemas['ResidentSearch'] {
  const { way, kind, country } = wanted;
  const said = typed(wanted);
  if (way === 'name') return { name: said };
  if (way === 'phone') return { phone: said };
  return { document: { kind, number: said, ...(needsCountry(kind) && country && { country }) } };
}

/** Sent as a body: nobody's name or number stands in an address. */
export const search = (wanted: Wanted) => answer(api.POST('/residents/search', { body: searchOf(wanted) }));
