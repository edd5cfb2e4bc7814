// How many enterprises of a unit are in which state, and each of these numbers as a list of them.
import type { Schemas } from '../base/api/client';
import { STATES, TROUBLES, type State, type Trouble } from './enterprise';

export type Numbers = Schemas['EnterpriseNumbers'];
type UnitNumbers = Schemas['UnitEnterprises'];

/** Everything that is counted: a state, or a trouble of those that work. */
export const FIGURES = [...STATES, ...TROUBLES] as const satisfies readonly (keyof Numbers)[];
export type Figure = State | Trouble;
export const isFigure = (value: unknown): value is Figure => FIGURES.some((one) => one === value);
export const isTrouble = (figure: Figure): figure is Trouble => TROUBLES.some((one) => one === figure);

/** What the list of a number is asked with. */
export const askedFor = (figure: Figure | null): { state?: State; trouble?: Trouble } =>
  figure === null ? {} : isTrouble(figure) ? { trouble: figure } : { state: figure };

/** What the page shows: one unit with those below it, or, for who has several, these side by side. */
export interface Here extends Pick<UnitNumbers, 'numbers' | 'children'> {
  id: string; // "" for several
  name: string;
}

const summed = (all: readonly Numbers[]) =>
  Object.fromEntries(FIGURES.map((figure) => [figure, all.reduce((sum, one) => sum + one[figure], 0)])) as Record<Figure, number>;

/** `name`: of several. */
export function hereOf(items: readonly UnitNumbers[], name: string): Here {
  const [one] = items;
  return items.length === 1 && one ? one : { id: '', name, numbers: summed(items.map(({ numbers }) => numbers)), children: [...items] };
}
