// How far a round has come in a unit and in each one below it.
import { wholePercent } from '../base/numbers';
import type { Tone } from '../units/tones';
import type { Coverage, Numbers } from './round';

export const withVerdict = (numbers: Numbers) => numbers.rooms - numbers.none;

/** The share of the rooms that have a verdict, 0 to 1; 1 where there are no rooms. */
const shareOf = (numbers: Numbers) => (numbers.rooms > 0 ? withVerdict(numbers) / numbers.rooms : 1);
export const percentOf = (numbers: Numbers) => wholePercent(shareOf(numbers));

/** How an area of the map looks; the legend says the same rules in words (one_texts.ts). */
export function toneOf(numbers: Numbers): Tone {
  const share = shareOf(numbers);
  return share >= 1 ? 'good' : share >= 0.8 ? 'plain' : share >= 0.5 ? 'soon' : 'bad';
}

/** What is in none of the units below: the rooms of the unit's own houses. */
export function ownOf({ rooms, children }: Pick<Coverage, 'rooms' | 'children'>): Numbers {
  const own = { ...rooms };
  for (const key of Object.keys(own) as (keyof Numbers)[]) for (const child of children) own[key] -= child.rooms[key];
  return own;
}

/** What the page shows: one unit with those below it, or, for who has to do with the round in several, these side by side. */
export interface Here extends Pick<Coverage, 'rooms' | 'children'> {
  id: string; // "" for several
  name: string;
}

export function hereOf(items: readonly Coverage[], several: { name: string; rooms: Numbers }): Here {
  const [one] = items;
  return items.length === 1 && one ? one : { id: '', ...several, children: [...items] };
}
