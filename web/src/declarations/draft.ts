// A declaration while it is typed, and what is sent of it.
import type { Schemas } from '../base/api/client';
import { oneWay } from '../base/regions/one_way';
import { instantOf, localOf } from '../base/time';
import { uuid7 } from '../base/uuid';
import { bodyOf, emptyForm, formOf, needsCountry, type PersonForm, type TypedDocument } from '../residents/form';
import type { KeptDocument } from '../residents/resident';
import type { Carrier, Declaration } from './declaration';

export const MOST_PERSONS = 50; // as the server takes
export const MOST_STAYS = 20;

export interface DraftPerson {
  id: string;
  name: string;
  phone: string; // the first one; the others stand in `rest`
  documents: TypedDocument[];
  kept: KeptDocument[]; // of the documents that are stored, those that stay
  rest: PersonForm; // as it is stored: what the form does not show is sent as it was
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
  language: string;
  persons: DraftPerson[];
  stays: DraftStay[];
}

export const newPerson = (): DraftPerson => ({ id: uuid7(), name: '', phone: '', documents: [], kept: [], rest: emptyForm() });
export const newStay = (): DraftStay => ({ region: [], left_on: '' });
export const newDraft = (): Draft => ({ found: false, at: '', room: '', carrier: 'train', vehicle: '', note: '', language: '', persons: [newPerson()], stays: [newStay()] });

export interface Lack {
  what: 'name' | 'number' | 'issuer' | 'place' | 'when';
  field: string; // as the server would name it
}

/** What is missing first, in the order of the form. */
export function lackOf({ persons, stays, at }: Draft): Lack | null {
  for (const [i, person] of persons.entries()) {
    if (!person.name.trim()) return { what: 'name', field: `persons[${i}].name` };
    for (const [n, one] of person.documents.entries()) {
      const field = `persons[${i}].documents[${person.kept.length + n}]`;
      if (!one.number.trim()) return { what: 'number', field };
      if (needsCountry(one.kind) && !one.country) return { what: 'issuer', field };
    }
  }
  const nowhere = stays.findIndex(({ region }) => region.length === 0);
  if (nowhere >= 0) return { what: 'place', field: `stays[${nowhere}].region` };
  return at ? null : { what: 'when', field: 'arrives_at' };
}

const minuteOf = (iso: string, zone: string) => localOf(new Date(iso), zone).slice(0, 16);

/** A declaration as the form opens with it. */
export function draftOf(one: Declaration, zone: string): Draft {
  return {
    found: one.source === 'found', at: minuteOf(one.arrives_at, zone), room: one.room?.id ?? '', carrier: one.carrier, vehicle: one.vehicle, note: one.note, language: one.language,
    stays: one.stays.map(({ region, left_on }) => ({ region: [oneWay(region)], left_on: left_on ?? '' })),
    persons: one.persons.map((person) => ({ id: person.id, name: person.name, phone: person.phones[0] ?? '', documents: [], kept: person.documents, rest: formOf(person) })),
  };
}

export function personOf({ id, name, phone, documents, kept, rest }: DraftPerson) {
  const others = rest.phones.split('\n').slice(1);
  return { id, ...bodyOf({ ...rest, name, phones: [phone, ...others].join('\n') }, kept, documents) };
}
export const staysOf = ({ stays }: Draft) => stays.map(({ region, left_on }) => ({ region: region[0] ?? '', left_on: left_on || null }));

/** `was`: the declaration that is changed. Of its hour the form shows the minute: what nobody touched stays to the second. */
export function inputOf(draft: Draft, premises: string, source: Schemas['DeclarationInput']['source'], zone: string, was?: Declaration): Schemas['DeclarationInput'] {
  const arrives_at = was && minuteOf(was.arrives_at, zone) === draft.at ? was.arrives_at : instantOf(draft.at, zone).toISOString();
  const { room, carrier, vehicle, note, language } = draft;
  return {
    premises, source: draft.found ? 'found' : source, room: room || null, arrives_at, carrier, vehicle: vehicle.trim(), note: note.trim(), language, version: was?.version ?? 0,
    stays: staysOf(draft), persons: draft.persons.map(personOf),
  };
}
