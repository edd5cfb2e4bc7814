// What has to be said still, in the order of the page. Paths are those of the server's faults.
import type { Fault } from '../fault';
import { regionOf } from '../places/region';
import { hasIssuer, issuerOf, type Draft, type DraftPerson, type DraftStay } from './draft';

function ofPerson(person: DraftPerson, at: string): Fault | null {
  if (person.name.trim() === '') return { field: `${at}.name`, says: 'need_name' };
  const { kind, number } = person.document;
  if (kind === '') return null;
  if (number.trim() === '') return { field: `${at}.documents[0].number`, says: 'need_number' };
  if (hasIssuer(kind) && issuerOf(person) === '') return { field: `${at}.documents[0].country`, says: 'need_issuer' };
  return null;
}

function ofStay(stay: DraftStay, at: string): Fault | null {
  if (stay.country === '') return { field: `${at}.country`, says: 'need_country' };
  if (stay.country === 'CHN' && stay.province === '') return { field: `${at}.province`, says: 'need_province' };
  return regionOf(stay) === '' ? { field: `${at}.region`, says: 'need_prefecture' } : null;
}

function ofJourney({ day, time, carrier }: Draft): Fault | null {
  if (day === '') return { field: 'arrives_at', says: 'need_day' };
  if (time === '') return { field: 'time', says: 'need_time' };
  return carrier ? null : { field: 'carrier', says: 'need_carrier' };
}

export function firstMissing(draft: Draft): Fault | null {
  const found = [
    ...draft.persons.map((person, i) => ofPerson(person, `persons[${i}]`)),
    ...draft.stays.map((stay, i) => ofStay(stay, `stays[${i}]`)),
    ofJourney(draft),
  ];
  return found.find((fault) => fault !== null) ?? null;
}
