// When somebody else changed the declaration first: what was typed here stays, person by person, and what was not touched becomes as
// it is stored now.
import { meetDocuments } from '../residents/form';
import type { Declaration } from './declaration';
import { draftOf, personOf, staysOf, type Draft, type DraftPerson } from './draft';

export const PARTS = ['persons', 'stays', 'at', 'carrier', 'vehicle', 'room', 'note'] as const;
export type Part = (typeof PARTS)[number];

const says = (person: DraftPerson) => JSON.stringify(personOf(person));
const partsOf = (draft: Draft): Record<Part, string> => ({
  persons: JSON.stringify(draft.persons.map(personOf)), stays: JSON.stringify(staysOf(draft)), at: draft.at, carrier: draft.carrier, vehicle: draft.vehicle.trim(), room: draft.room, note: draft.note.trim(),
});

/** Whom the other one left out and nobody touched here is gone; whom the other one added is there. */
function meetPersons(seen: readonly DraftPerson[], typed: readonly DraftPerson[], now: readonly DraftPerson[]): DraftPerson[] {
  const of = (all: readonly DraftPerson[], id: string) => all.find((one) => one.id === id);
  const mine = typed.flatMap((one) => {
    const [before, stored] = [of(seen, one.id), of(now, one.id)];
    if (before && says(before) === says(one)) return stored ?? [];
    return { ...one, kept: stored ? meetDocuments(before?.kept ?? [], one.kept, stored.kept) : [] };
  });
  return [...mine, ...now.filter(({ id }) => !of(seen, id) && !of(typed, id))];
}

/** `seen`: as the form opened with it. `now`: as it is stored. `apart`: where the form and what is stored say different things. */
export function meetDraft(seen: Declaration, typed: Draft, now: Declaration, zone: string): { draft: Draft; apart: Part[] } {
  const [opened, stored] = [draftOf(seen, zone), draftOf(now, zone)];
  const [before, here] = [partsOf(opened), partsOf(typed)];
  const own = <P extends Part>(part: P): Draft[P] => (before[part] === here[part] ? stored : typed)[part];
  const persons = meetPersons(opened.persons, typed.persons, stored.persons);
  const draft: Draft = { ...stored, persons, stays: own('stays'), at: own('at'), carrier: own('carrier'), vehicle: own('vehicle'), room: own('room'), note: own('note') };
  const [mine, theirs] = [partsOf(draft), partsOf(stored)];
  return { draft, apart: PARTS.filter((part) => mine[part] !== theirs[part]) };
}
