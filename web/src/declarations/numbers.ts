// How far those have come who are declared in a unit and in each one below it.
import { wholePercent } from '../base/numbers';
import type { Tone } from '../units/tones';
import type { Numbers, UnitDeclared } from './declaration';

/** Of those who have not come yet, the share that should have, 0 to 1; 0 where nobody is awaited. */
function shareOverdue({ expected, overdue }: Numbers): number {
  return overdue > 0 ? overdue / (expected + overdue) : 0;
}
export const percentOverdue = (numbers: Numbers) => wholePercent(shareOverdue(numbers));

/** How an area of the map looks; the legend says the same rules in words (texts.ts). */
export function toneOf(numbers: Numbers): Tone {
  const share = shareOverdue(numbers);
  return share === 0 ? 'good' : share < 0.05 ? 'plain' : share < 0.2 ? 'soon' : 'bad';
}

type Parts = readonly { numbers: Numbers }[];
function together(parts: Parts, of: (key: keyof Numbers, parts: Parts) => number): Numbers {
  const keys: (keyof Numbers)[] = ['expected', 'overdue', 'arrived', 'verified', 'registered', 'observed', 'released', 'withdrawn', 'not_come', 'persons', 'found'];
  return Object.fromEntries(keys.map((key) => [key, of(key, parts)])) as Numbers;
}
const sum = (key: keyof Numbers, parts: Parts) => parts.reduce((all, { numbers }) => all + numbers[key], 0);

/** What is in none of the units below: who comes to the unit's own houses. */
export const ownOf = ({ numbers, children }: Pick<UnitDeclared, 'numbers' | 'children'>): Numbers => together(children, (key, parts) => numbers[key] - sum(key, parts));

/** What the page shows: one unit with those below it, or, for who has several, these side by side. */
export interface Here extends Pick<UnitDeclared, 'numbers' | 'children'> {
  id: string; // "" for several
  name: string;
}

export function hereOf(items: readonly UnitDeclared[], several: string): Here {
  const [one] = items;
  return items.length === 1 && one ? one : { id: '', name: several, numbers: together(items, sum), children: [...items] };
}
