// What the phone knows of people who will arrive, or have: a declaration as the server lists it, and with what was done when that
// was read too.
import type { Schemas } from '../../base/api/client';
import { t } from '../words';

export type Arrival = Schemas['Declaration'] & { done?: Schemas['DeclarationDone'][] };
export type Person = Arrival['persons'][number];
export type State = Schemas['DeclaredState'];
/** `own`: of whoever is its landlord, and in no unit of theirs. */
export type House = Schemas['PremisesSummary'] & { own?: boolean };

const EXPECTED: readonly State[] = ['expected', 'overdue'];
export const isExpected = ({ state }: Person) => EXPECTED.includes(state);

/** Who it is, in a few words: one by name, more by the first and their number. */
export function whoWords(persons: readonly { name: string }[]): string {
  const first = persons[0]?.name ?? '';
  return persons.length > 1 ? t('arrival_family', { name: first, count: persons.length }) : first;
}

export const namesOf = (persons: readonly { name: string }[]) => persons.map(({ name }) => name).join(t('name_between'));

/** How many are how far, those who press first. */
const ORDER: readonly State[] = ['overdue', 'expected', 'arrived', 'verified', 'registered', 'observed', 'released', 'not_come', 'withdrawn'];
export function countedStates(persons: readonly Person[]): { state: State; count: number }[] {
  const count = (wanted: State) => persons.filter(({ state }) => state === wanted).length;
  return ORDER.map((state) => ({ state, count: count(state) })).filter((one) => one.count > 0);
}

/** Whether it can still be declared otherwise: nobody of it has come or stays away. */
export const canChange = (arrival: Arrival) => arrival.source !== 'person' && arrival.persons.every(isExpected);
