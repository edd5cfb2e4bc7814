// Declarations of who will arrive, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';

export type Declaration = Schemas['Declaration'];
export type InFull = Schemas['DeclarationInFull'];
export type Declared = Schemas['Declared'];
export type Done = Schemas['DeclarationDone'];
export type Awaits = Schemas['Awaits'];
export type Stay = Schemas['Stay'];
export type Carrier = Schemas['Carrier'];
export type Numbers = Schemas['DeclaredNumbers'];
export type State = Schemas['DeclaredState'];
export type StepName = Schemas['DeclarationStepName'];
export type Observation = Schemas['Observation'];
export type Observed = Schemas['Observed'];
export type UnitDeclared = Schemas['UnitDeclared'];

export const CARRIERS: Carrier[] = ['train', 'plane', 'coach', 'car', 'ship', 'foot', 'other'];
export const OBSERVED: Observed[] = ['station', 'central', 'home', 'enterprise'];
/** As far as people come, one after the other: the order of the bar and of its numbers. */
export const STATES = ['overdue', 'expected', 'arrived', 'verified', 'observed', 'released', 'registered', 'withdrawn', 'not_come'] as const satisfies readonly State[];
/** Everything that is counted in persons, and can be opened as a list: `persons` is all, `found` those whom nobody had declared. */
export const FIGURES = ['persons', ...STATES, 'found'] as const satisfies readonly (keyof Numbers)[];
export type Figure = (typeof FIGURES)[number];
export const isFigure = (value: unknown): value is Figure => FIGURES.some((one) => one === value);

/** Somebody of it has come, or will not: what comes after is said by steps, and nothing that was declared is changed any more. */
export const hasBegun = ({ persons }: Pick<Declaration, 'persons'>): boolean => persons.some(({ state }) => state !== 'expected' && state !== 'overdue');

export const getDeclaration = (id: string): Promise<InFull> => answer(api.GET('/declarations/{id}', { params: { path: { id } } }));

export async function getNumbers(unit?: string): Promise<UnitDeclared[]> {
  return (await answer(api.GET('/declarations/numbers', { params: { query: unit ? { unit } : {} } }))).items;
}
