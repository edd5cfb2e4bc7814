// A declaration while it is typed, and what is sent of it.
import type { Schemas } from '../base/api/client';
import { instantOf } from '../base/time';
import { uuid7 } from '../base/uuid';
import { bodyOf, emptyForm, needsCountry, type TypedDocument } from '../residents/form';
import type { Carrier } from './declaration';

export const MOST_PERSONS = 50; // as the server takes
export const MOST_STAYS = 20;

export interface DraftPerson {
  id: string;
  name: string;
  phone: string;
  documents: TypedDocument[];
}
export interface DraftStay {
  region: string[]; // none, or one
  left_on: string;
}
export interface Draft {
  found: boolean; // they are there, and nobody had declared them
  at: string; // on the wall clock of the city, YYYY-MM-DDTHH:mm
  room: string;
  carrier: Carrier;
  vehicle: string;
  note: string;
  persons: DraftPerson[];
  stays: DraftStay[];
}

export const newPerson = (): DraftPerson => ({ id: uuid7(), name: '', phone: '', documents: [] });
export const newStay = (): DraftStay => ({ region: [], left_on: '' });
export const newDraft = (): Draft => ({ found: false, at: '', room: '', carrier: 'train', vehicle: '', note: '', persons: [newPerson()], stays: [newStay()] });

export interface Lack {
  what: 'name' | 'number' | 'issuer' | 'place' | 'when';
  field: string; // as the server would name it
}

/** What is missing first, in the order of the form. */
export function lackOf({ persons, stays, at }: Draft): Lack | null {
  for (const [i, person] of persons.entries()) {
    if (!person.name.trim()) return { what: 'name', field: `persons[${i}].name` };
    for (const [n, one] of person.documents.entries()) {
      const field = `persons[${i}].documents[${n}]`;
      if (!one.number.trim()) return { what: 'number', field };
      if (needsCountry(one.kind) && !one.country) return { what: 'issuer', field };
    }
  }
  const nowhere = stays.findIndex(({ region }) => region.length === 0);
  if (nowhere >= 0) return { what: 'place', field: `stays[${nowhere}].region` };
  return at ? null : { what: 'when', field: 'arrives_at' };
}

export function inputOf(draft: Draft, premises: string, source: Schemas['DeclarationInput']['source'], zone: string): Schemas['DeclarationInput'] {
  return {
    premises, source: draft.found ? 'found' : source, room: draft.room || null, arrives_at: instantOf(draft.at, zone).toISOString(), carrier: draft.carrier, vehicle: draft.vehicle.trim(), note: draft.note.trim(), version: 0,
    stays: draft.stays.map(({ region, left_on }) => ({ region: region[0] ?? '', left_on: left_on || null })),
    persons: draft.persons.map(({ id, name, phone, documents }) => ({ id, ...bodyOf({ ...emptyForm(), name, phones: phone }, [], documents) })),
  };
}
