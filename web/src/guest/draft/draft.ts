// What a guest writes, as the fields hold it, from what was declared before and to what is sent. Pure.
import type { Schemas } from '../../base/api/client';
import { instantOf, localOf } from '../../base/time';
import { chosenOf, regionOf, type Chosen } from '../places/region';

type Declaration = Schemas['GuestDeclaration'];
type StoredDocument = Declaration['persons'][number]['documents'][number];
export type DocumentKind = Schemas['DocumentKind'];
export type Carrier = Schemas['Carrier'];

export interface DraftPerson {
  id: string;
  name: string;
  nationality: string;
  phone: string;
  birth: string;
  /** What is written now replaces what is `stored`; '' is no document. `country`: '' is that of the nationality. */
  document: { kind: DocumentKind | ''; country: string; number: string };
  stored: StoredDocument[];
}

export interface DraftStay extends Chosen {
  left_on: string;
}

export interface Draft {
  day: string;
  time: string;
  carrier: Carrier | undefined;
  vehicle: string;
  note: string;
  stays: DraftStay[];
  persons: DraftPerson[];
  /** Of the declaration that this changes; 0: there was none. */
  version: number;
}

/** The server wants to know who issued it; the other kinds are China's own. */
export const hasIssuer = (kind: string) => kind === 'passport' || kind === 'other';
export const issuerOf = ({ document, nationality }: DraftPerson) => document.country || nationality;

export const emptyPerson = (id: string): DraftPerson => ({ id, name: '', nationality: '', phone: '', birth: '', document: { kind: '', country: '', number: '' }, stored: [] });
export const emptyStay = (): DraftStay => ({ country: '', province: '', place: '', left_on: '' });
export const emptyDraft = (person: string): Draft => ({ day: '', time: '', carrier: undefined, vehicle: '', note: '', stays: [emptyStay()], persons: [emptyPerson(person)], version: 0 });

/** What was declared, to be changed. */
export function draftOf(said: Declaration, zone: string): Draft {
  const local = localOf(new Date(said.arrives_at), zone);
  return {
    day: local.slice(0, 10),
    time: local.slice(11, 16),
    carrier: said.carrier,
    vehicle: said.vehicle,
    note: said.note,
    stays: said.stays.map(({ region, left_on }) => ({ ...chosenOf(region), left_on: left_on ?? '' })),
    persons: said.persons.map(({ id, name, nationality, phones, birth, documents }) => ({
      ...emptyPerson(id), name, nationality: nationality ?? '', phone: phones[0] ?? '', birth: birth ?? '', stored: documents,
    })),
    version: said.version,
  };
}

function documentsOf(person: DraftPerson): Schemas['DeclaredInput']['documents'] {
  const { kind, number } = person.document;
  if (kind === '') return person.stored;
  return [{ kind, number: number.trim(), ...(hasIssuer(kind) ? { country: issuerOf(person) } : {}) }];
}

/** What is sent, once `firstMissing` finds nothing. */
export function inputOf(draft: Draft, language: string, zone: string): Schemas['GuestInput'] {
  return {
    arrives_at: instantOf(`${draft.day}T${draft.time}`, zone).toISOString(),
    carrier: draft.carrier ?? 'other',
    vehicle: draft.carrier === 'foot' ? '' : draft.vehicle.trim(),
    stays: draft.stays.map((stay) => ({ region: regionOf(stay), left_on: stay.left_on || null })),
    note: draft.note.trim(),
    language,
    persons: draft.persons.map((person) => ({
      id: person.id,
      name: person.name.trim(),
      birth: person.birth || null,
      nationality: person.nationality || null,
      phones: person.phone.trim() ? [person.phone.trim()] : [],
      documents: documentsOf(person),
    })),
    version: draft.version,
  };
}
