// A declaration that is being written. It lies on the phone from the first touch on, and becomes an entry of the outbox when sent.
import type { Schemas } from '../../base/api/client';
import { declarationEntry, type Entry } from '../outbox/entry';
import { dayAt } from './days';
import type { Arrival } from './arrival';

export type Input = Schemas['DeclarationInput'];
export type DraftPerson = Input['persons'][number];

export interface ArrivalDraft {
  /** That of the declaration it will be. */
  id: string;
  of: 'arrival'; // beside the drafts of reports
  /** Server's time, ms since 1970. */
  begun_at: number;
  /** Of the declaration that it changes; 0 for a new one. */
  version: number;
  source: Input['source'] | null; // null: as the house tells
  premises: string;
  room: string | null;
  persons: DraftPerson[];
  stays: Input['stays'];
  day: string;
  time: string; // HH:MM
  carrier: Input['carrier'] | '';
  vehicle: string;
  note: string;
  language: string;
}

export const emptyDraft = (id: string, person: string, at: number): ArrivalDraft => ({
  id, of: 'arrival', begun_at: at, version: 0, source: null, premises: '', room: null, persons: [{ id: person, name: '', phones: [''] }], stays: [{ region: '' }],
  day: dayAt(at), time: '', carrier: '', vehicle: '', note: '', language: '',
});

const filled = (texts: readonly string[] | undefined) => (texts ?? []).map((text) => text.trim()).filter(Boolean);
const personOf = ({ documents, ...person }: DraftPerson): DraftPerson => ({
  ...person, name: person.name.trim(), birth: person.birth || null, nationality: person.nationality || null, phones: filled(person.phones), documents: (documents ?? []).filter(({ number, last }) => number?.trim() || last),
});

export function bodyOf(draft: ArrivalDraft, source: Input['source']): Input {
  const { premises, room, version, vehicle, note, language } = draft;
  return {
    premises, room, version, vehicle, note, language, source: draft.source ?? source, carrier: draft.carrier || 'other', stays: draft.stays.map((stay) => ({ ...stay })),
    arrives_at: new Date(`${draft.day}T${draft.time}`).toISOString(), persons: draft.persons.map(personOf),
  };
}

export const entryOf = (draft: ArrivalDraft, source: Input['source'], about: string, at: number) => declarationEntry(draft.id, bodyOf(draft, source), about, at);

function draftFrom(id: string, said: Input, at: number): ArrivalDraft {
  const arrives = Date.parse(said.arrives_at);
  const two = (number: number) => String(number).padStart(2, '0');
  const { premises, version, source, carrier } = said;
  return {
    ...emptyDraft(id, '', at), premises, version, source, carrier, room: said.room ?? null, persons: said.persons.map((one) => ({ ...one, phones: one.phones?.length ? one.phones : [''] })),
    stays: said.stays, day: dayAt(arrives), time: `${two(new Date(arrives).getHours())}:${two(new Date(arrives).getMinutes())}`,
    vehicle: said.vehicle ?? '', note: said.note ?? '', language: said.language ?? '',
  };
}

/** The way back: one that was refused is written again. */
export const draftOf = (entry: Entry): ArrivalDraft => draftFrom(entry.id, entry.json as unknown as Input, entry.written_at);

/** Of a declaration that the server has: documents stay, named by the end of their numbers. */
export function draftToChange(arrival: Arrival, at: number): ArrivalDraft {
  const { arrives_at, carrier, vehicle, note, language, stays, version, premises, room, source } = arrival;
  const persons = arrival.persons.map(({ id, name, spellings, birth, sex, nationality, phones, documents }) => ({ id, name, spellings, birth, sex, nationality, phones, documents }));
  return draftFrom(arrival.id, { arrives_at, carrier, vehicle, note, language, stays, version, persons, premises: premises.id, room: room?.id ?? null, source: source as Input['source'] }, at);
}
